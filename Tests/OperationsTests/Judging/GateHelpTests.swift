import Fixtures
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A packet at its gates in the clone of somebody who may not sign what these say.
@Suite("Gates that only others can sign for")
struct GateHelpTests {
  private static let bob = PrincipalName("bob")!

  private func with(_ body: (LaneScene, Dispatched) async throws -> Void) async throws {
    let other = try PrivateKey(comment: "bob").publicKey
    try await LaneScene.with(
      gates: [GovernedFixture.gate("ok", "true")],
      policy: { policy in
        policy.principals[GovernedFixture.ann]?.roles = [.owner, .reviewer]
        policy.principals[Self.bob] = Principal(roles: [.gate], human: "bob", keys: [other])
      }
    ) { scene in
      try await body(scene, try await scene.dispatch("echo two >a.txt"))
    }
  }

  @Test("name who can, and say that nothing died")
  func named() async throws {
    try await with { scene, sent in
      let id = sent.packet.id
      // The lane's keeper ends a moment after the lane.
      while scene.workspace.place(of: id).isHeld { try await Task.sleep(for: .milliseconds(10)) }
      #expect(sent.packet.state == .gating)
      #expect(sent.gateHint?.contains("bob can: git o8 gate \(id.short)") == true, "\(sent)")
      #expect(sent.gateHint?.contains("git o8 sync") == true)
      #expect(scene.workspace.gateHint(for: sent.packet) == sent.gateHint)
      let notes = try await scene.workspace.report(on: id.hex).notes
      #expect(notes.contains { $0.contains("ann holds neither gate nor operator") }, "\(notes)")
      #expect(!notes.contains { $0.contains("died") }, "\(notes)")
      let errands = try scene.workspace.inbox().errands
      #expect(errands.map(\.kind) == [.othersGate])
      #expect(errands.first?.hint == sent.gateHint && errands.first?.commands == [])
      let lanes = try await scene.workspace.examination().findings.filter { $0.subject == .lanes }
      let said = scene.workspace.disappointment(sent.packet, Waiting(packets: [id.hex]))
      #expect(said?.message.contains("need a signature that counts") == true, "\(said as Any)")
      #expect(said?.hint == sent.gateHint)
      let overview = try scene.workspace.overview()
      #expect(overview.active.isEmpty, "it is named once")
      #expect(lanes.contains { $0.remedy?.text == sent.gateHint }, "\(lanes)")
    }
  }

  @Test("are told to who may as before")
  func allowed() async throws {
    try await LaneScene.with(gates: [GovernedFixture.gate("ok", "true")]) { scene in
      let sent = try await scene.dispatch("echo two >a.txt")
      #expect(sent.packet.state == .review)
      #expect(sent.gateHint == nil)
      #expect(try scene.workspace.inbox().errands.map(\.kind) == [.judge])
    }
  }

  @Test("are not asked of somebody who cannot run them, where only they keep a packet back")
  func obstructed() async throws {
    try await OwnersScene.with(owners: 1) { scene in
      let handed = try await scene.fixture.approved("work", ["b.txt": "b\n"])
      var policy = try scene.policy()
      policy.gates.append(GovernedFixture.gate("more", "true"))
      try await scene.fixture.write(policy)
      let own = try #require(try scene.workspace().inbox().errands.first)
      #expect(own.kind == .obstructed)
      #expect(own.commands.last == "git o8 gate \(handed.packet.short)")
      try await scene.become("eve")
      let errand = try #require(try scene.workspace().inbox().errands.first)
      #expect(errand.kind == .othersGate && errand.commands == [])
      #expect(errand.reason == own.reason)
      #expect(errand.hint?.contains("can: git o8 gate \(handed.packet.short)") == true)
    }
  }
}
