import Fixtures
import Model
import Testing
import Trust

@testable import Operations

@Suite("A packet that was judged before the gates changed")
struct ChangedGatesTests {
  private func approve(_ packet: Packet, _ scene: LaneScene) async throws {
    let docket = try scene.workspace.docket(for: VerdictRequest(.approve, on: packet.id.hex))
    _ = try await scene.workspace.sign(docket)
  }

  @Test("lands once it was gated anew, though its base never moved")
  func gatedAnew() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      try await approve(sent.packet, scene)
      let before = try #require(try scene.packet(sent.packet.id))
      // As policy has it nothing has changed, so there is nothing to do.
      let same = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(same.packet.log.count == before.log.count)

      var policy = try scene.fixture.governed().policy
      policy.gates.append(GovernedFixture.gate("added", "grep -q two a.txt"))
      try await scene.fixture.write(policy)
      let refused = await #expect(throws: Problem.self) {
        _ = try await scene.workspace.merge(sent.packet.id.hex)
      }
      #expect(refused?.hint?.contains("git o8 gate") == true)
      let gated = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(gated.packet.gates.map(\.gate.name) == ["added"])
      // The same tree on the same base: what was approved still is.
      #expect(gated.packet.state == .approved)
      let landing = try await scene.workspace.merge(sent.packet.id.hex)
      #expect(try scene.fixture.value() == landing.commit)
    }
  }

  @Test("goes back to its worker where a new gate is red")
  func redNow() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two > a.txt")
      var policy = try scene.fixture.governed().policy
      policy.gates.append(GovernedFixture.gate("added", "grep -q three a.txt"))
      try await scene.fixture.write(policy)
      let gated = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(gated.packet.state != .review && gated.packet.state != .approved)
      #expect(gated.packet.gates.map(\.gate.passed) == [false])
    }
  }
}
