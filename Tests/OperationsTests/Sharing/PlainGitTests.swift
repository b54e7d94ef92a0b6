import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Sharing with git alone")
struct PlainGitTests {
  /// Ann lands and shares; Bob has hooks, and the refspec that `init` adds.
  private func landed(
    _ body: (SharingScene, Handed) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      for clone in scene.fixture.clones {
        try await clone.repository.program.require(HookScene.program, ["hooks", "install"])
      }
      try await scene.bob.repository.git(
        "config", "--add", "remote.origin.fetch", ConfigBlock.refspec(for: "origin"))
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.sync(scene.ann)
      try await body(scene, handed)
    }
  }

  private func uncovered(_ scene: SharingScene) throws -> [Int] {
    try scene.workspace(scene.bob).overview().branches.map(\.uncovered)
  }

  @Test func aPullAfterAColleaguesLandingPassesAndIsProved() async throws {
    try await landed { scene, handed in
      let said = try await scene.bob.repository.tryGit("pull", "-q")
      #expect(said.exit == 0, "\(said.error)")
      #expect(try scene.bob.value() == scene.ann.value())
      #expect(try uncovered(scene) == [0])
      #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
      try await scene.sync(scene.bob)
      #expect(try await scene.isAgreed())
    }
  }

  @Test func aPullOfTheBranchAloneIsUnprovedUntilASync() async throws {
    try await landed { scene, handed in
      let said = try await scene.bob.repository.tryGit("pull", "-q", "origin", "main")
      #expect(said.exit == 0, "\(said.error)")
      #expect(try scene.bob.value() == scene.ann.value())
      #expect(try uncovered(scene) == [1])
      let before = try await scene.workspace(scene.bob).verification(of: .protected)
      #expect(!before.isProved)
      #expect(
        before.branches.flatMap(\.steps).contains {
          if case .unproved = $0.finding { true } else { false }
        })
      try await scene.sync(scene.bob)
      #expect(try uncovered(scene) == [0])
      #expect(try await scene.workspace(scene.bob).verification(of: .protected).isProved)
    }
  }

  @Test func plainPushesAndFetchesLoseNothing() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("Shared", in: scene.ann)
      try await scene.settle()
      let plain = "refs/o8/*:refs/o8/*"
      try await scene.say("ann", on: packet, in: scene.ann)
      try await scene.say("bob", on: packet, in: scene.bob)
      let first = try await scene.ann.repository.tryGit("push", "-q", "origin", plain)
      #expect(first.exit == 0, "\(first.error)")
      // Git itself refuses what would take something away.
      let second = try await scene.bob.repository.tryGit("push", "-q", "origin", plain)
      #expect(second.exit != 0)
      let fetched = try await scene.bob.repository.tryGit("fetch", "-q", "origin", plain)
      #expect(fetched.exit != 0)
      #expect(try scene.messages(of: packet, in: scene.bob) == ["bob"])
      try await scene.settle()
      #expect(try await scene.isAgreed())
      #expect(try scene.messages(of: packet, in: scene.bob) == ["ann", "bob"])
    }
  }

  @Test func aCloneThatLostARaceGoesBackWithTheCommandThatIsPrinted() async throws {
    try await landed { scene, handed in
      let theirs = try await scene.bob.approved("theirs", ["d.txt": "d\n"])
      _ = try await scene.workspace(scene.bob).merge(theirs.packet.hex)
      let lost = try await scene.sync(scene.bob)
      let commands = try #require(lost.needs.first).commands
      #expect(commands.first == "git reset --keep origin/main")
      let said = try await scene.bob.repository.tryGit("reset", "-q", "--keep", "origin/main")
      #expect(said.exit == 0, "\(said.error)")
      try await scene.landAgain(theirs.packet, in: scene.bob)
      let report = try await scene.sync(scene.bob)
      #expect(report.refusal == nil)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == scene.bob.value())
    }
  }

  @Test func dataTravelsOnlyWhereItIsAskedFor() async throws {
    try await SharingScene.with { scene in
      for (clone, text) in [(scene.ann, "ann"), (scene.bob, "bob")] {
        // The same principal in two clones writes the same month.
        _ = try await clone.governed().store.keep(
          ["\(text)/attempt-1.log": Array(text.utf8), "both.log": Array(text.utf8)],
          by: GovernedFixture.ann, at: GovernedFixture.now)
      }
      let name = Layout.data(GovernedFixture.now, GovernedFixture.ann)
      try await scene.settle()
      #expect(try scene.fixture.atBare(name) == nil)
      for clone in [scene.ann, scene.bob, scene.ann] {
        _ = try await scene.workspace(clone).sync(SyncRequest(includesData: true))
      }
      let tip = try #require(try scene.fixture.atBare(name))
      #expect(try [scene.ann.target(name), scene.bob.target(name)] == [tip, tip])
      let files = try await scene.bare.git("ls-tree", "-r", "--name-only", tip.hex)
      let names = files.split(separator: "\n").map(String.init)
      #expect(names.count == 4)
      #expect(Set(names).isSuperset(of: ["ann/attempt-1.log", "bob/attempt-1.log", "both.log"]))
    }
  }

  @Test func aPolicyAloneIsHeldAgainstTheRemotesBranchesToo() async throws {
    try await landed { scene, _ in
      // Bob's clone has not heard of the landing when he signs.
      try await scene.change(scene.bob) { $0.attempts = 5 }
      try await scene.bob.repository.git("fetch", "-q", "origin")
      let name = Layout.policy.text
      let said = try await scene.bob.repository.tryGit("push", "-q", "origin", "\(name):\(name)")
      #expect(said.exit != 0)
      #expect(said.error.contains("was signed when main was at"), "\(said.error)")
      #expect(said.error.contains("git o8 sync origin sets it aside"), "\(said.error)")
      #expect(try scene.fixture.atBare(Layout.policy) == scene.ann.target(Layout.policy))
    }
  }

  @Test(arguments: ["origin", "its URL", "origin, whose values were forgotten"])
  func aPolicyAloneIsHeldAgainstWhatTheRemoteHasNow(remote: String) async throws {
    try await landed { scene, _ in
      // Bob's clone has heard of nothing, neither when he signs nor when he pushes.
      try await scene.change(scene.bob) { $0.attempts = 5 }
      if remote.contains("forgotten") {
        for seen in try scene.bob.open().references(under: "refs/remotes/") where !seen.isSymbolic {
          try await scene.bob.repository.git("update-ref", "-d", seen.name.text)
        }
      }
      let (name, place) = (
        Layout.policy.text, remote.hasPrefix("origin") ? "origin" : scene.bare.path
      )
      let said = try await scene.bob.repository.tryGit("push", "-q", place, "\(name):\(name)")
      #expect(said.exit != 0)
      #expect(said.error.contains("was signed when main was at"), "\(said.error)")
      #expect(said.error.contains("nothing was pushed to \(place)"), "\(said.error)")
      #expect(try scene.fixture.atBare(Layout.policy) == scene.ann.target(Layout.policy))
    }
  }

  @Test func aPolicyAloneWaitsForALedgerThatNobodyHasSeenHere() async throws {
    try await landed { scene, _ in
      try await scene.settle()
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.change(scene.bob) { $0.attempts = 5 }
      let packet = try await scene.open("Another", in: scene.ann)
      try await scene.cancel(packet, in: scene.ann)
      try await scene.sync(scene.ann)
      let name = Layout.policy.text
      let said = try await scene.bob.repository.tryGit("push", "-q", "origin", "\(name):\(name)")
      #expect(said.exit != 0)
      #expect(said.error.contains("which this clone has not seen"), "\(said.error)")
      #expect(said.error.contains("git o8 sync origin looks, and shares it"), "\(said.error)")
      #expect(try await scene.sync(scene.bob).refusal == nil)
      #expect(try scene.fixture.atBare(Layout.policy) == scene.bob.target(Layout.policy))
    }
  }

  @Test func whatLandedBeforeAPolicyThatCameTooLateIsToldFromABreach() async throws {
    try await landed { scene, _ in
      try await scene.change(scene.bob) { $0.gates.append(GovernedFixture.gate("late", "true")) }
      let before = try scene.ann.governed().policies.newest.id
      let name = Layout.policy.text
      // Past the hook, to a host that has none.
      try await scene.bob.repository.git(
        "push", "-q", "--no-verify", "origin", "\(name):\(name)")
      try await scene.sync(scene.ann)
      let found = try await scene.workspace(scene.ann).verification(of: .protected)
      guard case .unproved(let reasons) = found.branches.first?.steps.last?.finding else {
        Issue.record("\(found)")
        return
      }
      let newest = try scene.ann.governed().policies.newest.id
      #expect(newest != before)
      #expect(reasons.last == .admittedBefore(policy: newest, by: before))
    }
  }

  @Test func sharingAgainAndAgainTellsWhatComes() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      var rounds: [Bool] = []
      try await scene.workspace(scene.ann).keepSharing(SyncRequest(), everySeconds: 0) { round in
        rounds.append(try round.get().isQuiet)
        return rounds.count < 2
      }
      #expect(rounds == [false, true])
      #expect(try scene.fixture.atBare(Layout.packet(packet)) != nil)
    }
  }
}
