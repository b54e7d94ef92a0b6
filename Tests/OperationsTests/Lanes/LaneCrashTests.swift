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

@Suite("A lane that died")
struct LaneCrashTests {
  @Test("after any event of its story goes on to review")
  func goesOn() async throws {
    let gate = GovernedFixture.gate("check", "grep -q good a.txt")
    try await LaneScene.with(gates: [gate]) { scene in
      let script =
        "if test -e b.txt; then echo good > a.txt; else echo bad > a.txt; echo > b.txt; fi"
      let sent = try await scene.dispatch(script, attempts: 9)
      #expect(sent.packet.state == .review)
      let id = sent.packet.id
      let story = sent.packet.log
      #expect(story.count == 11)
      for last in story.dropLast() {
        try await scene.repository.git("update-ref", Layout.packet(id).text, last.id.hex)
        let packet = try await scene.goOn(id)
        #expect(packet.state == .review, "after \(last.kind) \(last.id.short)")
        #expect(packet.ignored.isEmpty)
        #expect(packet.liveAttempt == nil)
      }
    }
  }
}

extension LaneScene {
  /// What a person or `reconcile` does with a packet whose lane is gone.
  fileprivate func goOn(_ id: ObjectID) async throws -> Packet {
    let packet = try #require(try packet(id))
    if packet.state == .queued {
      return try await workspace.send(packet, .here { _ in }).packet
    }
    return try await workspace.resume(id.hex, message: nil, .here { _ in }).packet
  }
}
