import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Overrides and left claims where packets land on a remote")
struct LandRemoteForceTests {
  private func force(
    _ commit: String, rewinds: Bool = false, _ scene: LandRemoteScene
  ) async throws -> ForceReport {
    try await scene.workspace(scene.ann).force(
      ForceRequest(branch: "main", commit: commit, reason: "an outage", rewinds: rewinds))
  }

  private func branch(_ scene: LandRemoteScene) async throws -> String {
    let repository = scene.ann.repository
    try await repository.git("switch", "-q", "-c", "hot", "main")
    let commit = try await repository.commit(["hot.txt": "hot\n"], message: "hot")
    try await repository.git("switch", "-q", "main")
    return commit
  }

  private func expectThereAndHere(_ commit: String, _ scene: LandRemoteScene) async throws {
    #expect(try scene.atBare(LandRemoteScene.main)?.hex == commit)
    #expect(try scene.ann.value().hex == commit)
    #expect(try scene.atBare(Layout.ledger) == scene.ann.target(Layout.ledger))
    #expect(try await scene.ann.repository.git("status", "--porcelain") == "")
    let proof = try await scene.workspace(scene.ann).verification(of: .everything)
    #expect(proof.isProved, "\(proof)")
  }

  @Test func anOverrideMovesTheRemoteFirstForwardAndBack() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let start = try scene.ann.value().hex
      let hot = try await branch(scene)
      let forward = try await force(hot, scene)
      #expect(forward.remote == "origin" && forward.checkouts == [scene.ann.repository.path])
      try await expectThereAndHere(hot, scene)
      #expect(try scene.ann.repository.read("hot.txt") == "hot\n")
      let back = try await force(start, rewinds: true, scene)
      #expect(back.rewinds && back.old?.hex == hot)
      try await expectThereAndHere(start, scene)
    }
  }

  @Test func oneThatTheRemoteRefusesIsCarriedOutLater() async throws {
    try await LandRemoteScene.with { scene in
      let start = try scene.ann.value()
      let hot = try await branch(scene)
      try scene.hook("pre-receive", "echo closed on Sundays; exit 1")
      let problem = await #expect(throws: Problem.self) { try await force(hot, scene) }
      #expect(problem?.kind == .refused && problem?.message.contains("closed on Sundays") == true)
      #expect(problem?.hint?.contains("git o8 reconcile") == true)
      #expect(try scene.ann.value() == start)
      #expect(try scene.atBare(LandRemoteScene.main) == start)
      let still = try await scene.workspace(scene.ann).reconcile()
      #expect(still.problems.contains { $0.contains("closed on Sundays") })
      #expect(try scene.ann.value() == start)
      try scene.hook("pre-receive", nil)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.actions.map(\.kind) == [.overrideCarriedOut])
      try await expectThereAndHere(hot, scene)
      #expect(try await scene.workspace(scene.ann).reconcile().actions == [])
    }
  }

  @Test("a landing that was claimed here and that no branch shows is pushed, once")
  func leftClaim() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      try await scene.ann.repository.git("config", LandRemote.key, "")
      let landed = try await scene.merge(handed, in: scene.ann)
      try await scene.ann.repository.git("reset", "-q", "--hard", landed.prev.hex)
      try await scene.ann.repository.git("config", LandRemote.key, "origin")
      #expect(try scene.sharing.packet(handed.packet, in: scene.ann)?.closing?.isFinal == false)
      let told = await #expect(throws: Problem.self) {
        try await scene.merge(handed, in: scene.ann)
      }
      #expect(told?.hint == "git o8 reconcile \(handed.packet.short) makes it final")
      try scene.hook("pre-receive", "echo no branches today; exit 1")
      let refused = try await scene.workspace(scene.ann).reconcile()
      #expect(refused.problems.contains { $0.contains("no branches today") }, "\(refused)")
      #expect(try scene.ann.governed().store.landingIntent() == nil)
      #expect(try scene.ann.value() == landed.prev)
      try scene.hook("pre-receive", nil)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.actions.map(\.kind) == [.landingCompleted])
      try await scene.expectLanded(handed.packet, as: landed.commit, in: scene.ann)
      #expect(try await scene.workspace(scene.ann).reconcile().actions == [])
    }
  }
}
