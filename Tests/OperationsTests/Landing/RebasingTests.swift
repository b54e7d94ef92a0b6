import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Work that builds on what its branch had once, and does not have any more.
@Suite("A head that builds on what was taken away")
struct RebasingTests {
  /// Types what an obstacle names before the gates.
  private func type(_ commands: [String], in repository: TestRepository) async throws {
    for command in commands where !command.hasPrefix("git o8 ") {
      try await repository.program.require("sh", ["-c", command])
    }
  }

  @Test("is rebased in its lane by the commands that every view names, and lands")
  func rewound() async throws {
    try await LandingScene.with { scene in
      let start = try scene.main()
      let first = try await scene.approve(["a.txt": "bad\n"], titled: "bad")
      let workspace = try scene.workspace()
      let landed = try await workspace.merge(first.id.hex).commit
      let packet = try await scene.approve(["c.txt": "c\n"], titled: "on top")
      _ = try await workspace.force(
        ForceRequest(branch: "main", commit: start.hex, reason: "it was bad", rewinds: true))

      // What was said before a rewind is not heard on it.
      _ = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex)))
      let path = try ShellWord.quoted(scene.worktree(of: packet).path)
      let rebase = "git -C \(path) rebase --onto main \(landed.short)"
      let gate = "git o8 gate \(packet.id.short)"
      let shown = try await workspace.report(on: packet.id.hex)
      let obstacle = try #require(shown.packet.obstacle)
      #expect(obstacle.remedy == .rebase)
      #expect(
        obstacle.commands == [rebase, gate, "git o8 verdict \(packet.id.short) approve --merge"])
      let errand = try #require(try workspace.inbox().errands.first { $0.packet == packet.id })
      #expect(Array(errand.commands.dropFirst()) == obstacle.commands)
      for isPreview in [true, false] {
        let problem = await #expect(throws: Problem.self) {
          _ =
            isPreview
            ? try await workspace.previewOfMerge(packet.id.hex)
            : try await workspace.merge(packet.id.hex)
        }
        #expect(problem?.hint == "\(rebase), then: \(gate)")
      }
      try await type(obstacle.commands, in: scene.repository)
      _ = try await workspace.gate(packet.id.hex) { _ in }
      _ = try await workspace.sign(
        try workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex)))
      _ = try await workspace.merge(packet.id.hex)
      // What was taken away has not come back with it.
      #expect(try await scene.repository.git("show", "main:a.txt") == "one")
      #expect(try await scene.repository.git("show", "main:c.txt") == "c")
    }
  }

  @Test("and so is adopted work on its branch, past every landing that was displaced with it")
  func displaced() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let (ann, bob) = (try scene.workspace(scene.ann), try scene.workspace(scene.bob))
      _ = try await ann.merge(scene.ann.approved("first", ["b.txt": "b\n"]).packet.hex)
      _ = try await bob.merge(scene.bob.approved("lost", ["c.txt": "c\n"]).packet.hex)
      let lost = try await bob.merge(scene.bob.approved("more", ["d.txt": "d\n"]).packet.hex)
      let top = try await scene.bob.approved("top", ["e.txt": "e\n"])
      try await scene.sync(scene.ann)
      try await scene.sync(scene.bob)
      try await scene.bob.repository.git("reset", "-q", "--keep", "origin/main")
      let id = top.packet.short
      let obstacle = try #require(try await bob.report(on: top.packet.hex).packet.obstacle)
      #expect(
        obstacle.commands == [
          "git switch top", "git rebase --onto main \(lost.commit.short)", "git switch -",
          "git o8 gate \(id)",
          "git o8 verdict \(id) approve --merge",
        ])
      try await type(obstacle.commands, in: scene.bob.repository)
      #expect(try await scene.bob.repository.git("branch", "--show-current") == "main")
      _ = try await bob.gate(top.packet.hex) { _ in }
      _ = try await bob.sign(try bob.docket(for: VerdictRequest(.approve, on: top.packet.hex)))
      let landed = try await bob.merge(top.packet.hex)
      let files = try await scene.bob.repository.git("ls-tree", "--name-only", landed.commit.hex)
      #expect(!files.contains("c.txt") && !files.contains("d.txt") && files.contains("e.txt"))
      // Whoever has not got its branch sends it back to be built anew, or makes the branch first.
      #expect(try await scene.sync(scene.bob).refusal == nil)
    }
  }
}
