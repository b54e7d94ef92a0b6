import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A branch that went another way than the one it follows")
struct DisplacedBranchTests {
  /// Both land on the same base, and the first to share was the first clone.
  private func displaced(
    _ body: (SharingScene, _ lost: Handed) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let first = try await scene.ann.approved("first", ["b.txt": "b\n"])
      let lost = try await scene.bob.approved("lost", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(first.packet.hex)
      _ = try await scene.workspace(scene.bob).merge(lost.packet.hex)
      try await scene.sync(scene.ann)
      try await scene.sync(scene.bob)
      try await body(scene, lost)
    }
  }

  private static let command = "git reset --keep origin/main"

  @Test("nothing lands there in vain, and everybody is told the way back first")
  func refusal() async throws {
    try await displaced { scene, lost in
      let bob = try scene.workspace(scene.bob)
      let told =
        "origin/main went another way than main here, and what lands here now lands nowhere else"
      #expect(try bob.packets().warnings == ["\(told): \(Self.command)"])
      let errand = try #require(try bob.inbox().errands.first)
      #expect(errand.kind == .obstructed && errand.commands.last == Self.command)
      let other = try await scene.bob.approved("other", ["d.txt": "d\n"])
      let (ledger, main) = (try scene.bob.target(Layout.ledger), try scene.bob.value())
      for packet in [lost.packet, other.packet] {
        for isPreview in [true, false] {
          let problem = await #expect(throws: Problem.self) {
            _ =
              isPreview
              ? try await bob.previewOfMerge(packet.hex) : try await bob.merge(packet.hex)
          }
          #expect(problem?.kind == .stale && problem?.message == told)
          #expect(
            problem?.hint
              == "\(Self.command) takes it along, then: git o8 merge \(packet.short)")
        }
      }
      for _ in 0..<2 { #expect(try await bob.reconcile().actions == []) }
      // Nothing that closes no packet was claimed.
      #expect(try scene.bob.target(Layout.ledger) == ledger && scene.bob.value() == main)

      try await scene.bob.repository.git("reset", "-q", "--keep", "origin/main")
      #expect(try bob.packets().warnings == [])
      // No gate is asked for that could carry the approval along.
      await #expect(throws: Problem.self) { try await bob.merge(lost.packet.hex) }
      _ = try await bob.sign(
        try bob.docket(for: VerdictRequest(.approve, on: lost.packet.hex)))
      _ = try await bob.merge(lost.packet.hex)
      #expect(try await scene.sync(scene.bob).refusal == nil)
      #expect(try scene.packet(lost.packet, in: scene.bob)?.state == .landed)
    }
  }

  @Test("where nothing proves the other way nobody is sent there, and nothing is claimed either")
  func unproved() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let adopted = try scene.ann.value()
      let handed = try await scene.ann.approved("work", ["b.txt": "b\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.sync(scene.ann)
      let tree = try await scene.bare.git("rev-parse", "\(adopted)^{tree}")
      let evil = try await scene.bare.git("commit-tree", "-m", "evil", "-p", adopted.hex, tree)
      try await scene.bare.git("update-ref", "refs/heads/main", evil)
      try await scene.sync(scene.ann)
      let ann = try scene.workspace(scene.ann)
      #expect(try ann.packets().warnings == [])
      let ledger = try scene.ann.target(Layout.ledger)
      let problem = await #expect(throws: Problem.self) { try await ann.merge(handed.packet.hex) }
      #expect(problem?.message.contains("by steps that nothing proves") == true)
      #expect(problem?.hint == "git o8 sync origin says how they stand")
      #expect(try await ann.reconcile().actions == [])
      #expect(try scene.ann.target(Layout.ledger) == ledger)
    }
  }

  @Test("a branch that another work tree has is moved there", arguments: [false, true])
  func elsewhere(isInMain: Bool) async throws {
    try await displaced { scene, lost in
      let clone = scene.bob.repository
      let path = clone.scratch + "/another's"
      if !isInMain { try await clone.git("switch", "-q", "-c", "feature") }
      try await clone.git(
        "worktree", "add", "-q", path, isInMain ? "--detach" : "main")
      let workspace = try Workspace(
        in: isInMain ? path : clone.path, program: "/bin/true",
        environment: scene.bob.environment, now: { GovernedFixture.now })
      let place = isInMain ? clone.path : path.replacing("'", with: #"'\''"#)
      let command =
        "git -C \(isInMain ? place : "'\(place)'") reset --keep origin/main"
      let need = try #require(try await workspace.sync().needs.first)
      #expect(need.commands == [command, "git o8 merge \(lost.packet.short)"])
      let problem = await #expect(throws: Problem.self) {
        try await workspace.merge(lost.packet.hex)
      }
      #expect(problem?.hint?.hasPrefix(command) == true, "\(problem?.hint ?? "")")
      // What was printed is typed.
      try await clone.program.require("sh", ["-c", command])
      #expect(try scene.bob.value() == scene.ann.value())
      #expect(try await workspace.sync().needs == [])
    }
  }
}
