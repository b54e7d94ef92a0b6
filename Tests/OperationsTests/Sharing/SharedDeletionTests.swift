import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A branch that owners deleted, and that others have")
struct SharedDeletionTests {
  private static let main = GovernedFixture.main
  private static let dropping = ["git switch --detach", "git branch -D main"]

  /// A packet has landed on main, which both clones and the remote have; then Ann deletes it.
  private func deleted(
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (SharingScene, Handed, _ old: ObjectID, _ start: ObjectID) async throws -> Void
  ) async throws {
    try await SharingScene.with(policy: change) { scene in
      for clone in scene.fixture.clones {
        try await clone.repository.program.require(HookScene.program, ["hooks", "install"])
      }
      let identity = try scene.ann.governed().policies.repo.hex
      try await scene.bare.program.require(
        HookScene.program, ["hooks", "install", "--server", "--repo", identity])
      try await scene.bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
      let start = try scene.ann.value()
      let handed = try await scene.ann.approved("work", ["b.txt": "b\n"])
      let old = try await scene.workspace(scene.ann).merge(handed.packet.hex).commit
      try await scene.settle()
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.ann.repository.git("switch", "-q", "-c", "trunk")
      let report = try await scene.workspace(scene.ann).force(
        ForceRequest(branch: "main", commit: nil, reason: "done with it"))
      #expect(report.remarks == ["origin still has main: git o8 sync origin deletes it there"])
      try await body(scene, handed, old, start)
    }
  }

  private func told(_ old: ObjectID) -> String {
    "main was deleted at \(old.short) by ann: done with it"
  }

  @Test func anOwnersSyncDeletesItThere() async throws {
    try await deleted { scene, _, old, _ in
      let ann = try scene.workspace(scene.ann)
      // What the remote was last seen to have does not hide it.
      let before = try await ann.verification(of: .everything, .remembering)
      #expect(before.isProved && before.branches.first?.deletion?.by == GovernedFixture.ann)
      let report = try await scene.sync(scene.ann)
      #expect(report.refusal == nil && report.needs == [])
      let sent = try #require(report.went.first { $0.name == Self.main })
      #expect(sent.old == old && sent.new == nil)
      #expect(try scene.fixture.atBare(Self.main) == nil)
      #expect(try await scene.sync(scene.ann).isQuiet)
      let after = try await ann.verification(of: .everything)
      #expect(after.isProved && after.branches.first?.deletion?.old == old)
    }
  }

  @Test func whoStillHasItDoesNotPutItBack() async throws {
    try await deleted { scene, _, old, _ in
      try await scene.sync(scene.ann)
      let bob = try scene.workspace(scene.bob)
      for _ in 0..<2 {
        let report = try await scene.sync(scene.bob)
        #expect(report.needs.map(\.text) == [told(old)])
        #expect(report.needs.first?.commands == Self.dropping)
        #expect(!report.went.contains { $0.name == Self.main })
        #expect(try scene.fixture.atBare(Self.main) == nil)
      }
      #expect(try bob.overview().repairCommands == Self.dropping)
      let found = try await bob.verification(of: .everything)
      #expect(found.isProved && found.branches.first?.deletion?.reason == "done with it")
      try await scene.bob.repository.git("switch", "-q", "--detach")
      try await scene.bob.repository.git("branch", "-q", "-D", "main")
      #expect(try await scene.sync(scene.bob).needs == [])
      #expect(try scene.fixture.atBare(Self.main) == nil)
    }
  }

  @Test func aCloneThatWasBehindDropsItToo() async throws {
    try await deleted { scene, _, old, start in
      try await scene.sync(scene.ann)
      let bob = scene.bob.repository
      try await bob.git("-c", "core.hooksPath=/dev/null", "reset", "-q", "--hard", start.hex)
      #expect(try await scene.sync(scene.bob).needs.map(\.text) == [told(old)])
      try await bob.git("switch", "-q", "--detach")
      try await bob.git("branch", "-q", "-D", "main")
    }
  }

  @Test func whoIsNoOwnerIsToldTheCommand() async throws {
    try await deleted(policy: {
      $0.principals[SharedFixture.bobsName]?.roles = [.operator, .gate]
    }) { scene, _, old, _ in
      try await scene.ann.repository.git("push", "-q", "origin", Layout.ledger.text)
      let bob = scene.bob.repository
      try await scene.sync(scene.bob)
      try await bob.git("switch", "-q", "--detach")
      try await bob.git("branch", "-q", "-D", "main")
      let need = try #require(try await scene.sync(scene.bob).needs.first)
      #expect(need.text == told(old) + ", and origin still has it")
      #expect(need.commands == ["git push origin :main"])
      #expect(try scene.fixture.atBare(Self.main) == old)
      try await bob.git("push", "-q", "origin", ":main")
      #expect(try scene.fixture.atBare(Self.main) == nil)
      #expect(try await scene.sync(scene.bob).needs == [])
    }
  }

  @Test func whatLandedBeforeIsHistoryWhereItIsMadeAgain() async throws {
    try await deleted { scene, handed, _, start in
      try await scene.sync(scene.ann)
      let ann = try scene.workspace(scene.ann)
      // At an older value it is owners who make it again.
      await #expect(throws: (any Error).self) {
        try await scene.ann.repository.git("branch", "main", start.hex)
      }
      let report = try await ann.force(
        ForceRequest(branch: "main", commit: start.hex, reason: "needed after all"))
      #expect(report.old == nil && report.new == start)
      let found = try await ann.verification(of: .everything)
      #expect(found.isProved, "\(found.problems)")
      #expect(found.branches.first?.deletion == nil)
      #expect(try await ann.reconcile().actions == [])
      #expect(try scene.ann.value() == start)
      #expect(try scene.packet(handed.packet, in: scene.ann)?.state == .landed)
      #expect(try scene.fixture.atBare(Self.main) == nil)
      #expect(try ann.overview().repairs == [])
      #expect(try await scene.sync(scene.ann).refusal == nil)
      #expect(try scene.fixture.atBare(Self.main) == start)
      let again = try await scene.ann.approved("again", ["c.txt": "c\n"])
      _ = try await ann.merge(again.packet.hex)
      #expect(try await ann.verification(of: .everything).isProved)
    }
  }

  /// Bob has landed on main, and Ann, who is behind, is on another branch.
  private func outrun(_ body: (SharingScene, _ old: ObjectID, _ new: ObjectID) async throws -> Void)
    async throws
  {
    try await SharingScene.with { scene in
      try await scene.bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
      try await scene.settle()
      let old = try scene.ann.value()
      let handed = try await scene.bob.approved("late", ["late.txt": "late\n"])
      let new = try await scene.workspace(scene.bob).merge(handed.packet.hex).commit
      try await scene.sync(scene.bob)
      try await scene.ann.repository.git("switch", "-q", "-c", "trunk")
      try await body(scene, old, new)
    }
  }

  private let deletion = ForceRequest(branch: "main", commit: nil, reason: "done with it")

  @Test func whatTheRemoteIsSeenToHaveBesidesIsNotDeletedUnseen() async throws {
    try await outrun { scene, old, new in
      try await scene.sync(scene.ann)
      let ann = try scene.workspace(scene.ann)
      let problem = await #expect(throws: Problem.self) { try await ann.force(deletion) }
      #expect(problem?.kind == .stale)
      #expect(problem?.message.contains("origin has it at \(new.short)") == true)
      #expect(problem?.hint?.hasPrefix("git branch -f main") == true, "\(problem as Any)")
      #expect(try scene.ann.value() == old)
      try await scene.ann.repository.git("branch", "-q", "-f", "main", new.hex)
      _ = try await ann.force(deletion)
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(Self.main) == nil)
    }
  }

  @Test func aWordThatCameTooLateIsToldOfUntilItIsSaidAgain() async throws {
    try await outrun { scene, old, new in
      let ann = try scene.workspace(scene.ann)
      _ = try await ann.force(deletion)
      #expect(try await scene.sync(scene.ann).refusal == nil)
      #expect(try scene.fixture.atBare(Self.main) == new)
      let start = told(old) + "; others had landed on it, it is at \(new.short)"
      for clone in [scene.ann, scene.bob] {
        let workspace = try scene.workspace(clone)
        #expect(try await scene.sync(clone).remarks.contains { $0.hasPrefix(start) })
        #expect(try workspace.overview().warnings.contains { $0.hasPrefix(start) })
        let found = try await workspace.examination().findings
        #expect(found.contains { $0.subject == .branches && $0.text.hasPrefix(start) })
        for trust in [ProofTrust.fresh, .remembering] {
          let proof = try await workspace.verification(of: .everything, trust)
          #expect(proof.isProved && proof.warnings.contains { $0.hasPrefix(start) }, "\(proof)")
        }
      }
      try await scene.ann.repository.git("branch", "-q", "main", "origin/main")
      _ = try await ann.force(deletion)
      #expect(try await scene.sync(scene.ann).remarks == [])
      #expect(try scene.fixture.atBare(Self.main) == nil)
      #expect(try ann.overview().warnings == [])
    }
  }
}
