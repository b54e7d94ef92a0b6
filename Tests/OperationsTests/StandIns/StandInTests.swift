import Model
import Support
import Testing

@testable import Operations

@Suite("An agent that another program stands in for")
struct StandInTests {
  @Test("does a packet, and its words are understood", arguments: StandIn.all)
  func work(standIn: StandIn) async throws {
    try await StandInScene.with(standIn) { scene in
      let packet = try await scene.dispatch("@write hello.txt hello")
      let end = try #require(packet.attempts.first?.end)
      let log = try await scene.log(of: packet)
      #expect(packet.state == .review && packet.attempts.count == 1, "\(log)")
      #expect(end.outcome == .changed)
      #expect(end.usage == standIn.usage)
      let head = try #require(packet.head)
      #expect(try await scene.lanes.text(of: "hello.txt", at: head) == "hello")
      let names = try await scene.lanes.repository.git("diff", "--name-only", "main", head.hex)
      #expect(names == "hello.txt", "nothing else is handed in")
      #expect(log.contains { $0.contains(standIn.says) }, "\(log)")
      if standIn.conversation == .kept {
        #expect(scene.turns(of: try #require(end.session)) == 1)
      }
      let found = try await scene.workspace.runtimeOverview().runtimes
      let runtime = try #require(found.first { $0.name == standIn.runtime })
      #expect(runtime.missing == [], "what its help does not have")
    }
  }

  @Test("gets a red gate back, in the same conversation where it has one", arguments: StandIn.all)
  func continued(standIn: StandIn) async throws {
    try await StandInScene.with(standIn) { scene in
      let packet = try await scene.dispatch("@write hello.txt BAD", attempts: 2)
      let log = try await scene.log(of: packet)
      #expect(packet.state == .review, "\(log)")
      #expect(packet.attempts.map(\.end?.outcome) == [.changed, .changed])
      guard standIn.conversation == .kept else {
        #expect(packet.attempts.last?.reason == .gates)
        return
      }
      let session = try #require(packet.attempts.first?.end?.session)
      #expect(packet.attempts.map(\.end?.session) == [session, session])
      #expect(packet.attempts.last?.reason == .continuation)
      #expect(scene.turns(of: session) == 2)
    }
  }

  @Test("is stopped, and goes on", arguments: StandIn.all)
  func interrupted(standIn: StandIn) async throws {
    try await StandInScene.with(standIn) { scene in
      let sent = try await scene.start("@wait once\n@write hello.txt hello")
      try await scene.untilItWaits()
      let held = try await scene.workspace.interrupt(sent.id.hex)
      #expect(held.state == .waiting)
      #expect(held.attempts.map(\.end?.outcome) == [.interrupted])
      let done = try await scene.workspace.resume(sent.id.hex, message: "Go on", .here { _ in })
      let log = try await scene.log(of: done.packet)
      #expect(done.packet.state == .review, "\(log)")
      #expect(done.packet.attempts.last?.end?.outcome == .changed)
      guard standIn.conversation == .kept else { return }
      #expect(Set(done.packet.attempts.map { $0.end?.session ?? $0.session }).count == 1)
    }
  }

  @Test("is waited for at a limit", arguments: StandIn.all)
  func limited(standIn: StandIn) async throws {
    try await StandInScene.with(standIn) { scene in
      let limit = standIn.limit
      let sent = try await scene.start("@fail \(limit.capture) \(limit.status)")
      let packet = try await scene.whenItRests(sent)
      let attempt = try #require(packet.attempts.first)
      let log = try await scene.log(of: packet)
      #expect(attempt.end?.outcome == limit.outcome, "\(log)")
      #expect(packet.state == .waiting)
      let until = try #require(packet.pause?.until)
      // The attempt itself takes a moment.
      let wait = until.seconds - attempt.started.seconds - limit.seconds
      #expect((0..<30).contains(wait))
      // Its lane would wait until then.
      let held = try await scene.workspace.interrupt(packet.id.hex)
      #expect(held.pause?.reason == .held && held.pause?.until == nil)
      #expect(held.log.suffix(3).map(\.kind) == [.paused, .resumed, .paused])
    }
  }
}
