import Fixtures
import Lanes
import Model
import Support
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

  @Test("is not called green by gates that did not run, and none of them is shown")
  func nothingRan() async throws {
    let gates = [GovernedFixture.gate("test", "true", paths: ["a.txt"])]
    try await LaneScene.with(gates: gates) { scene in
      let other = try await scene.dispatch("echo two > b.txt")
      #expect(
        try said(of: other, in: scene)
          == "no gate had to run, since none is about what it changes")
      let sent = try await scene.dispatch("echo two > a.txt", title: "Another")
      #expect(try said(of: sent, in: scene) == "green")
      // Somebody brought the same to main.
      let head = try #require(sent.packet.head)
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "merge", "-q", "--squash", head.hex)
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "commit", "-q", "-m", "the same")
      let gated = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(
        try said(of: gated, in: scene)
          == "no gate had to run, since it changes nothing on main")
    }
  }

  /// What its lane called the result last, before it says where that lies.
  private func said(of sent: Dispatched, in scene: LaneScene) throws -> String? {
    var reader = SpoolReader(scene.workspace.place(of: sent.packet.id).spool, after: 0)
    var last: String?
    while let entry = try reader.next() {
      let text = WorkerLogLine(entry).text
      if text.hasSuffix("lies before the reviewers") { last = text }
    }
    return last.map { String($0.prefix { $0 != ":" }) }
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
