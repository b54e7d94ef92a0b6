import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A head that left the branch before it moved: what lands is a merge that is in no branch.
@Suite("The result of a merge that was judged")
struct JudgedResultTests {
  private static func policy(_ policy: inout Policy) {
    policy.gates = [GovernedFixture.gate("ok", "true")]
  }

  /// Branches of the first main, of which each adds a file.
  private func branch(_ names: [String], in clone: GovernedFixture) async throws {
    for name in names {
      try await clone.repository.git("switch", "-q", "-c", name, "main")
      try await clone.repository.commit(["\(name).txt": "\(name)\n"], message: name)
    }
    try await clone.repository.git("switch", "-q", "main")
  }

  /// Hands a branch in on main as it is now, and has Ann approve the result.
  private func approve(_ name: String, in clone: GovernedFixture) async throws -> Handed {
    let handed = try await clone.handIn(name)
    try await clone.present(handed)
    try await clone.say(try clone.verdict(on: handed), on: handed.packet)
    return handed
  }

  private func forget(_ clone: GovernedFixture) async throws {
    try await clone.repository.git("reflog", "expire", "--expire=now", "--all")
    try await clone.repository.git("gc", "-q", "--prune=now")
  }

  @Test func isProvedToHaveBeenCarriedWhereNobodyHasIt() async throws {
    try await SharingScene.with(policy: Self.policy) { scene in
      let ann = try scene.workspace(scene.ann)
      try await branch(["x", "y", "z"], in: scene.ann)
      _ = try await ann.merge(try await approve("y", in: scene.ann).packet.hex)
      let carried = try await approve("x", in: scene.ann)
      _ = try await ann.merge(try await approve("z", in: scene.ann).packet.hex)
      #expect(try await ann.merge(carried.packet.hex).isCarried)
      try await scene.settle()
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await forget(scene.ann)
      for clone in scene.fixture.clones {
        #expect(try !clone.open().contains(carried.tree))
        let proof = try await scene.workspace(clone).verification(of: .everything)
        #expect(proof.isProved, "\(proof)")
        #expect(try await scene.workspace(clone).reconcile().actions.isEmpty)
      }
    }
  }

  @Test func isSharedSoThatOthersCanJudgeItAndIsGoneOnceItLanded() async throws {
    try await SharingScene.with(
      policy: { policy in
        Self.policy(&policy)
        policy.carry = .never
      }
    ) { scene in
      let ann = try scene.workspace(scene.ann)
      try await branch(["x", "y"], in: scene.ann)
      let packet = try await approve("x", in: scene.ann).packet
      _ = try await ann.merge(try await approve("y", in: scene.ann).packet.hex)
      let refused = await #expect(throws: Problem.self) { try await ann.merge(packet.hex) }
      #expect(refused?.message.contains("needs a new approval") == true)
      try await forget(scene.ann)
      try await scene.settle()
      let tree = try #require(try scene.packet(packet, in: scene.bob)?.presented?.tree)
      #expect(try scene.bob.open().contains(tree))
      try await scene.judge(packet, .approve, in: scene.bob)
      try await scene.settle()
      _ = try await ann.merge(packet.hex)
      try await scene.settle()
      for clone in scene.fixture.clones {
        #expect(try clone.target(Layout.heads(packet)) == nil)
        #expect(try clone.open().references(under: Layout.archives).isEmpty)
      }
    }
  }

  @Test func workInTheFormOfAResultIsKeptLikeAnyOther() async throws {
    try await SharingScene.with(policy: Self.policy) { scene in
      try await branch(["x"], in: scene.ann)
      let handed = try await approve("x", in: scene.ann)
      let (store, repository) = (try scene.ann.governed().store, try scene.ann.open())
      let base = try #require(try repository.commit(handed.head).parents.first)
      var entries = try repository.tree(repository.commit(handed.head).tree)
      entries.append(TreeEntry("more.txt", .file, try repository.writeBlob([1])))
      let form = CommitForm(
        result: try repository.writeTree(entries), of: handed.head, on: base)
      let more = try repository.writeCommit(form.bytes)
      try await store.addHead(more, for: handed.packet)
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.settle()
      #expect(try scene.ann.target(Layout.heads(handed.packet)) == nil)
      let archive = try #require(try scene.ann.open().references(under: Layout.archives).first)
      #expect(try repository.isAncestor(more, of: archive.target))
    }
  }
}
