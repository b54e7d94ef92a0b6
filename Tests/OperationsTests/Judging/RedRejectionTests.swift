import Fixtures
import Git
import Lanes
import Model
import Support
import Testing
import Trust

@testable import Operations

/// See the decision page *RejectingRedWork*.
@Suite("What is red can be rejected")
struct RedRejectionTests {
  private func reject(_ packet: Packet, in scene: LaneScene) async throws -> Judgement {
    // A test that forks just now has a copy of every lock until its child is another program.
    while scene.workspace.place(of: packet.id).isHeld {
      try await Task.sleep(for: .milliseconds(5))
    }
    let request = VerdictRequest(.reject, on: packet.id.hex, summary: "not this way")
    return try await scene.workspace.sign(try scene.workspace.docket(for: request))
  }

  private func closed(_ packet: Packet, in scene: LaneScene) throws -> Packet? {
    try PacketBook(governed: scene.fixture.governed()).packet(packet.id)
  }

  @Test("adopted work is closed by it, and its branch stays with its author")
  func adopted() async throws {
    try await LaneScene.with(gates: [GovernedFixture.gate("test", "exit 1")]) { scene in
      try await scene.repository.git("checkout", "-q", "-b", "theirs")
      try await scene.repository.commit(["b.txt": "theirs\n"], message: "theirs")
      try await scene.repository.git("checkout", "-q", "main")
      let packet = try await scene.workspace.adopt(
        "theirs", title: nil, scope: [], base: nil, .here { _ in }
      ).packet
      #expect(packet.state == .running)
      let judgement = try await reject(packet, in: scene)
      #expect(judgement.state == .rejected)
      let after = try #require(try closed(packet, in: scene))
      #expect(after.state == .rejected)
      #expect(after.verdicts.map(\.why) == [nil])
      #expect(after.closing != nil)
      #expect(try scene.fixture.open().target(of: ReferenceName(branch: "theirs")!) != nil)
    }
  }

  @Test("a packet whose attempts are used up is closed by it")
  func failed() async throws {
    try await LaneScene.with(gates: [GovernedFixture.gate("test", "exit 1")]) { scene in
      let packet = try await scene.dispatch("echo two >a.txt").packet
      #expect(packet.state == .failed)
      #expect(try await reject(packet, in: scene).state == .rejected)
      #expect(try closed(packet, in: scene)?.state == .rejected)
    }
  }

  @Test("nothing else is said of it")
  func approval() async throws {
    try await LaneScene.with(gates: [GovernedFixture.gate("test", "exit 1")]) { scene in
      let packet = try await scene.dispatch("echo two >a.txt").packet
      for decision in [Decision.approve, .revise] {
        #expect(throws: Refusal.self) {
          let request = VerdictRequest(decision, on: packet.id.hex, summary: "why")
          return try scene.workspace.docket(for: request)
        }
      }
    }
  }

  @Test("what handed nothing in is cancelled instead, and the refusal says so")
  func nothing() async throws {
    try await LaneScene.with { scene in
      let packet = try await scene.dispatch("exit 1").packet
      let refusal = await #expect(throws: Refusal.self) {
        try await self.reject(packet, in: scene)
      }
      #expect(refusal?.hint?.contains("git o8 cancel") == true)
    }
  }
}
