import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("What owners took away from a branch, in the clones that still have it")
struct FollowingRewindTests {
  private static let main = LandRemoteScene.main

  /// A packet has landed, Bob has it too, and then Ann rewinds main to before it.
  private func rewound(
    onRemote: Bool, _ body: (LandRemoteScene, _ old: ObjectID, _ new: ObjectID) async throws -> Void
  ) async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      if !onRemote {
        for clone in scene.sharing.fixture.clones {
          try await clone.repository.git("config", LandRemote.key, "")
        }
      }
      let new = try scene.ann.value()
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let old = try await scene.merge(handed, in: scene.ann).commit
      try await scene.sharing.settle()
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      let report = try await scene.workspace(scene.ann).force(
        ForceRequest(
          branch: "main", commit: new.hex, reason: "it was bad", rewinds: true))
      #expect(report.remote == (onRemote ? "origin" : nil))
      #expect(try scene.ann.value() == new)
      #expect(try scene.atBare(Self.main) == (onRemote ? new : old))
      try await body(scene, old, new)
    }
  }

  private static let told = "main was rewound by ann (it was bad)"
  private static let way = "git reset --keep origin/main"
  private static let problem = "\(told): \(way) takes it there"

  /// Bob is told the same as often as he asks, and it is done once he has gone that way.
  private func isTold(
    _ scene: LandRemoteScene, at new: ObjectID, _ look: (Workspace, SyncReport) async throws -> Void
  ) async throws {
    let bob = try scene.workspace(scene.bob)
    for _ in 0..<2 {
      let report = try await scene.sharing.sync(scene.bob)
      #expect(report.needs.map(\.text) == [Self.told])
      #expect(report.needs.first?.commands == [Self.way])
      #expect(try bob.overview().problems == [Self.problem])
      try await look(bob, report)
    }
    #expect(try scene.atBare(Self.main) == new)
    try await scene.bob.repository.git("reset", "-q", "--keep", "origin/main")
    #expect(try await scene.sharing.sync(scene.bob).needs == [])
    #expect(try bob.overview().problems == [])
  }

  @Test func aCloneThatHasItStillIsToldAndAccusedOfNothing() async throws {
    try await rewound(onRemote: true) { scene, old, new in
      try await isTold(scene, at: new) { bob, report in
        #expect(!report.went.contains { $0.name == Self.main })
        let examination = try await bob.examination().findings.filter { $0.subject == .branches }
        #expect(examination.first { $0.text.contains(Self.told) }?.weight == .lacking)
        #expect(!examination.contains { $0.text.contains("nothing covers") })
        let found = try await bob.verification(of: .protected)
        #expect(found.problems == [Self.problem])
        #expect(
          found.branches.first?.steps.last?.finding
            == .unproved([.takenAway(by: GovernedFixture.ann, reason: "it was bad")]))
        #expect(try await bob.reconcile().problems == [Self.problem])
        #expect(try Judge(scene.bob.governed()).recordedBreaches() == [])
      }
      #expect(try await scene.workspace(scene.bob).verification(of: .protected).isProved)
      #expect(old != new)
    }
  }

  @Test func whatWasNeverOnTheBranchIsABreachAllTheSame() async throws {
    try await rewound(onRemote: true) { scene, _, _ in
      try await scene.sharing.sync(scene.bob)
      try await scene.bob.repository.commit(["c.txt": "mine\n"], message: "mine")
      let bob = try scene.workspace(scene.bob)
      _ = try await bob.reconcile()
      let breaches = try Judge(scene.bob.governed()).recordedBreaches()
      #expect(try breaches.map(\.new) == [scene.bob.value()])
    }
  }

  @Test func syncTakesAnOwnersRewindAlong() async throws {
    try await rewound(onRemote: false) { scene, old, new in
      let ann = try scene.workspace(scene.ann)
      #expect(try ann.overview().repairCommands == ["git o8 sync origin"])
      let report = try await scene.sharing.sync(scene.ann)
      #expect(report.needs == [] && report.refusal == nil)
      let sent = try #require(report.went.first { $0.name == Self.main })
      #expect(sent.old == old && sent.new == new)
      #expect(try scene.atBare(Self.main) == new)
      #expect(try await scene.sharing.sync(scene.ann).isQuiet)
      // Bob hears of it, and is taken along by what he is told.
      let told = try await scene.sharing.sync(scene.bob)
      #expect(told.needs.first?.commands == [Self.way])
    }
  }

  @Test func whatLandedBehindTheRewindGoesAlong() async throws {
    try await rewound(onRemote: false) { scene, _, _ in
      let handed = try await scene.ann.approved("again", ["b.txt": "two\n"])
      let landed = try await scene.merge(handed, in: scene.ann).commit
      let report = try await scene.sharing.sync(scene.ann)
      #expect(report.needs == [] && report.refusal == nil)
      #expect(try scene.atBare(Self.main) == landed)
    }
  }

  @Test func aRewindThatCameTooLateIsNotUndone() async throws {
    try await rewound(onRemote: false) { scene, old, new in
      // Bob lands on what Ann has taken away, before he can know.
      let handed = try await scene.bob.approved("late", ["b.txt": "three\n"])
      _ = try await scene.merge(handed, in: scene.bob)
      let went = try await scene.sharing.sync(scene.bob)
      #expect(went.went.contains { $0.name == Self.main })
      let report = try await scene.sharing.sync(scene.ann)
      let need = try #require(report.needs.first { $0.text.contains(Self.told) })
      #expect(!need.commands.contains { $0.contains("merge") })
      #expect(try scene.ann.value() == new && scene.atBare(Self.main) != old)
      try await scene.ann.repository.git("config", LandRemote.key, "origin")
      _ = try await scene.workspace(scene.ann).force(
        ForceRequest(branch: "main", commit: new.hex, reason: "still bad", rewinds: true))
      #expect(try scene.atBare(Self.main) == new)
    }
  }

  @Test func whoHasNotHeardOfTheRewindAtTheRemoteWaitsForIt() async throws {
    try await rewound(onRemote: false) { scene, old, new in
      let governed = try scene.ann.governed()
      #expect(try Judge(governed).rewindNotFollowed(on: Self.main, at: old) != nil)
      #expect(try Judge(governed).rewindNotFollowed(on: Self.main, at: new) == nil)
      // The ledger alone gets there.
      try await scene.ann.repository.git("push", "-q", "origin", Layout.ledger.text)
      let report = try await scene.sharing.sync(scene.bob)
      let need = try #require(report.needs.first)
      #expect(need.text.contains(Self.told))
      #expect(need.commands == ["git o8 reconcile"])
      _ = try await scene.workspace(scene.bob).reconcile()
      #expect(try scene.bob.value() == new)
      let sent = try await scene.sharing.sync(scene.bob)
      #expect(sent.went.contains { $0.name == Self.main } && sent.needs == [])
      #expect(try scene.atBare(Self.main) == new)
    }
  }

  @Test func whatLandedOnItMeanwhileLeavesTheBranchWithIt() async throws {
    try await rewound(onRemote: false) { scene, _, new in
      let handed = try await scene.bob.approved("more", ["c.txt": "c\n"])
      _ = try await scene.merge(handed, in: scene.bob)
      try await scene.sharing.sync(scene.ann)
      #expect(try scene.atBare(Self.main) == new)
      try await isTold(scene, at: new) { _, _ in }
      #expect(try scene.sharing.packet(handed.packet, in: scene.bob)?.state.isOpen == true)
    }
  }

  @Test func aRewindThatNobodyHasMadeYetIsBrokenAndProvedAlikeInEveryClone() async throws {
    try await rewound(onRemote: false) { scene, old, new in
      try await scene.ann.repository.git("push", "-q", "origin", Layout.ledger.text)
      let bob = try scene.workspace(scene.bob)
      _ = try bob.overview()
      try await scene.bob.repository.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      #expect(try scene.bob.value() == old)
      let overview = try bob.overview()
      #expect(overview.repairCommands == ["git o8 reconcile"])
      #expect(overview.branches.map(\.uncovered) == [0])
      let broken = try await bob.examination().findings.filter {
        $0.subject == .branches && $0.weight == .broken
      }
      #expect(broken.map(\.remedy?.command) == ["git o8 reconcile"], "\(broken)")
      #expect(try await bob.verification(of: .protected).isProved == false)
      _ = try await bob.reconcile()
      #expect(try scene.bob.value() == new)
    }
  }
}
