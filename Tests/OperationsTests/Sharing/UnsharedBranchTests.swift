import Fixtures
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

/// Somebody shares what is decided about main, and never main itself.
@Suite("A branch that the remote lacks")
struct UnsharedBranchTests {
  private func with(
    _ body: (GovernedFixture, Workspace, _ bare: TestRepository) async throws -> Void
  ) async throws {
    try await GovernedFixture.with { ann in
      try await ann.repository.git("init", "-q", "--bare", ann.repository.scratch + "/bare")
      let bare = ann.repository.worktree(at: ann.repository.scratch + "/bare")
      try await ann.repository.git("remote", "add", "origin", bare.path)
      try await ann.governed().advancePins()
      let workspace = try Workspace(
        in: ann.repository.path, program: "/bin/true", environment: ann.environment,
        now: { GovernedFixture.now })
      try await body(ann, workspace, bare)
    }
  }

  private func setUp(_ clone: TestRepository, _ ann: GovernedFixture) async throws -> SetupReport {
    var environment = ann.environment
    environment["XDG_CONFIG_HOME"] = clone.scratch + "/config"
    var request = SetupRequest()
    request.hooks = .leave
    return try await Workspace(
      in: clone.path, program: "/bin/true", environment: environment,
      now: { GovernedFixture.now }
    ).setUp(request)
  }

  @Test func syncSaysSoUntilItIsThere() async throws {
    try await with { ann, workspace, _ in
      let command = "git push -u origin main"
      for _ in 0..<2 {
        let need = try #require(try await workspace.sync().needs.first)
        #expect(need.text.contains("main is not on origin"))
        #expect(need.commands == [command])
      }
      try await ann.repository.git("push", "-q", "-u", "origin", "main")
      #expect(try await workspace.sync().needs == [])
    }
  }

  @Test func whatLandsOnOneThatFollowsNoneIsNotFinalUntilARemoteHasIt() async throws {
    try await SharedFixture.with { shared in
      let bob = shared.bob.repository
      try await bob.git("branch", "-q", "--unset-upstream", "main")
      // As in a clone of a single branch, which is another.
      try await bob.git("config", "remote.origin.fetch", "+refs/heads/x:refs/remotes/origin/x")
      let workspace = try Workspace(
        in: bob.path, program: "/bin/true", environment: shared.bob.environment,
        now: { GovernedFixture.now })
      let handed = try await shared.bob.approved("work", ["c.txt": "c\n"])
      _ = try await workspace.merge(handed.packet.hex)
      let report = try await workspace.report(on: handed.packet.hex)
      #expect(report.packet.state == .approved)
      #expect(report.landing?.upstream == "origin/main" && report.landing?.isHere == true)
      // Nothing is deleted there before the branch is.
      let synced = try await workspace.sync()
      #expect(synced.refusal == nil)
      let commands = [
        "git remote set-branches --add origin main", "git branch -u origin/main main",
      ]
      #expect(synced.needs.map(\.commands) == [commands])
      for command in commands { try await bob.program.require("sh", ["-c", command]) }
      let again = try await workspace.sync()
      #expect(again.refusal == nil && again.needs == [])
      #expect(try await workspace.report(on: handed.packet.hex).packet.state == .landed)
      #expect(try shared.atBare(GovernedFixture.main) == shared.bob.value())
    }
  }

  @Test func aCloneOfNothingIsNotToldToBeginAnotherHistory() async throws {
    try await with { ann, workspace, bare in
      let first = try await bare.clone(named: "first")
      let plain = await #expect(throws: Problem.self) { try await setUp(first, ann) }
      #expect(plain?.hint == "make a first commit")
      _ = try await workspace.sync()
      let lacking = await #expect(throws: Problem.self) { try await setUp(first, ann) }
      #expect(lacking?.message.contains("origin has a policy, and not the main") == true)
      #expect(lacking?.hint?.contains("git push -u origin main") == true)
      #expect(lacking?.hint?.contains("make a first commit") == false)
      #expect(try await first.git("for-each-ref") == "")

      try await ann.repository.git("push", "-q", "-u", "origin", "main")
      let there = await #expect(throws: Problem.self) { try await setUp(first, ann) }
      #expect(there?.hint == "git fetch origin && git switch main")
      try await first.git("fetch", "-q", "origin")
      try await first.git("switch", "-q", "main")
      let report = try await setUp(first, ann)
      #expect(report.beginning == .joined(remote: "origin"))
      #expect(!report.notes.contains { $0.contains("main") }, "\(report.notes)")
    }
  }

  @Test func aCloneWithAnotherBranchIsToldToo() async throws {
    try await with { ann, workspace, bare in
      try await ann.repository.git("push", "-q", "origin", "main:refs/heads/topic")
      _ = try await workspace.sync()
      let clone = try await bare.clone(named: "other", options: ["-b", "topic"])
      let report = try await setUp(clone, ann)
      let note = try #require(report.notes.first { $0.hasPrefix("main was adopted at") })
      #expect(note.contains("neither this clone nor origin has it"))
      #expect(note.contains("git push -u origin main"))
    }
  }

  @Test func whatAPolicyNewlyProtectsComesWithIt() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      try await scene.ann.repository.git("branch", "release")
      let workspace = try scene.workspace(scene.ann)
      _ = try await workspace.sign(workspace.draft(.settings(["protected=[main, release]"])))
      try await scene.ann.repository.git("push", "-q", "-u", "origin", "release")
      try await scene.sync(scene.ann)
      _ = try await scene.sync(scene.bob)
      let release = try #require(ReferenceName("refs/remotes/origin/release"))
      #expect(try scene.bob.target(release) == scene.ann.value())
      let missing = try scene.workspace(scene.bob).overview().missing
      #expect(missing.map(\.commands) == [["git branch release origin/release"]])
    }
  }
}
