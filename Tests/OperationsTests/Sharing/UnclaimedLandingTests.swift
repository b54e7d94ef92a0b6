import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// An approved lane that somebody merged with git alone and pushed past all tools.
@Suite("Landings that nobody has claimed")
struct UnclaimedLandingTests {
  /// Ann's clone has no hooks: main is at the remote, and no ledger names the landing.
  private func merged(
    clones: Int = 2, bySquash: Bool = false,
    _ body: (SharingScene, Handed, ObjectID) async throws -> Void
  ) async throws {
    try await SharingScene.with(
      clones: clones, policy: { $0.landing = [.merge, .squash, .fastForward] }
    ) { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.settle()
      let git = scene.ann.repository
      try await git.git("merge", "-q", bySquash ? "--squash" : "--no-ff", "lane")
      if bySquash { try await git.git("commit", "-q", "-m", "a host's own words") }
      try await git.git("push", "-q", "origin", "main")
      try await body(scene, handed, scene.ann.value())
    }
  }

  /// Whether all hold the same, once those that a sync left behind have followed.
  private func agree(_ scene: SharingScene) async throws -> Bool {
    for clone in scene.fixture.clones {
      try await clone.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.sync(clone)
    }
    return try await scene.isAgreed()
  }

  private func claims(_ packet: ObjectID, in clone: GovernedFixture) throws -> [ObjectID] {
    let governed = try clone.governed()
    return try governed.store.ledgerIndex().records(ofPacket: packet).compactMap {
      try governed.landing($0.id)?.commit
    }
  }

  @Test(
    "who syncs next records it, shares that at once, and has nothing to do a second time",
    arguments: [false, true])
  func recorded(bySquash: Bool) async throws {
    try await merged(bySquash: bySquash) { scene, handed, commit in
      let report = try await scene.sync(scene.bob)
      #expect(report.recorded.map(\.commit) == [commit])
      #expect(report.recorded.map(\.packet) == [handed.packet])
      #expect(report.refusal == nil)
      #expect(try claims(handed.packet, in: scene.bob) == [commit])
      #expect(try scene.fixture.atBare(Layout.ledger) == scene.bob.target(Layout.ledger))
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) == nil)
      #expect(try await scene.sync(scene.bob).recorded.isEmpty)
      #expect(try await scene.sync(scene.ann).recorded.isEmpty)
      #expect(try scene.packet(handed.packet, in: scene.ann)?.landedCommit == commit)
      #expect(try await agree(scene))
    }
  }

  @Test("what is said of it afterwards takes no proof away")
  func later() async throws {
    try await merged { scene, handed, _ in
      try await scene.sync(scene.bob)
      // Ann's clone has not heard of the entry.
      var verdict = try scene.ann.verdict(on: handed, .reject)
      verdict.summary = "on second thoughts"
      try await scene.ann.say(verdict, on: handed.packet)
      let name = Layout.packet(handed.packet).text
      try await scene.ann.repository.git("push", "-q", "origin", "\(name):\(name)")
      try await scene.settle()
      #expect(try await agree(scene))
      for clone in scene.fixture.clones {
        #expect(try await scene.workspace(clone).verification(of: .everything).isProved)
        #expect(try scene.packet(handed.packet, in: clone)?.state == .landed)
      }
    }
  }

  @Test("two clones that record it at the same time end with one landing")
  func race() async throws {
    try await merged(clones: 3) { scene, handed, commit in
      let (bob, cid) = (scene.fixture.clones[1], scene.fixture.clones[2])
      await #expect(throws: Killed.self) {
        try await scene.sync(bob) { if $0 == .settled { throw Killed() } }
      }
      #expect(try await scene.sync(cid).recorded.count == 1)
      #expect(try await scene.sync(bob).recorded.isEmpty)
      try await scene.settle()
      #expect(try await agree(scene))
      for clone in scene.fixture.clones {
        #expect(try claims(handed.packet, in: clone) == [commit, commit])
        #expect(try scene.packet(handed.packet, in: clone)?.landedCommit == commit)
        #expect(try clone.target(Layout.packet(handed.packet)) == nil)
        #expect(try await scene.workspace(clone).reconcile().problems.isEmpty)
      }
    }
  }

  @Test("a clone of somebody's without a key shares as ever, and leaves it to others")
  func stranger() async throws {
    try await merged { scene, handed, _ in
      try await scene.bob.repository.git("config", "o8.signingKey", "/nowhere")
      let report = try await scene.sync(scene.bob)
      #expect(report.recorded.isEmpty && report.refusal == nil)
      #expect(report.went.isEmpty)
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) != nil)
    }
  }

  @Test("what nobody approved is nobody's landing")
  func unapproved() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.hand("lane", ["c.txt": "c\n"])
      try await scene.settle()
      try await scene.ann.repository.git("merge", "-q", "--no-ff", "lane")
      try await scene.ann.repository.git("push", "-q", "origin", "main")
      #expect(try await scene.sync(scene.bob).recorded.isEmpty)
      // The approval comes behind the merge.
      try await scene.ann.present(handed)
      try await scene.ann.say(try scene.ann.verdict(on: handed), on: handed.packet)
      #expect(try await scene.sync(scene.ann).recorded.map(\.packet) == [handed.packet])
    }
  }

  @Test("a pull records it in a clone with hooks, and the next sync shares that")
  func pulled() async throws {
    try await merged { scene, handed, commit in
      let bob = scene.bob.repository
      try await bob.program.require(HookScene.program, ["hooks", "install"])
      try await bob.git(
        "config", "--add", "remote.origin.fetch", ConfigBlock.refspec(for: "origin"))
      let said = try await bob.tryGit("pull", "-q")
      #expect(said.exit == 0, "\(said.error)")
      #expect(said.error.contains("recorded that packet \(handed.packet.short) landed"))
      #expect(try claims(handed.packet, in: scene.bob) == [commit])
      #expect(try await scene.sync(scene.bob).recorded.isEmpty)
      #expect(try scene.fixture.atBare(Layout.packet(handed.packet)) == nil)
    }
  }

  @Test("reconcile records it where the branch here has not followed yet")
  func reconciled() async throws {
    try await merged { scene, handed, commit in
      try await scene.bob.repository.git("fetch", "-q", "origin")
      let done = try await scene.workspace(scene.bob).reconcile()
      #expect(done.actions.map(\.kind) == [.landingRecorded])
      #expect(try claims(handed.packet, in: scene.bob) == [commit])
    }
  }
}
