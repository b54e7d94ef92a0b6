import Fixtures
import Lanes
import Model
import Synchronization
import Testing

@testable import Operations

@Suite("A lane that waits for a moment")
struct LaneWaitTests {
  enum Cause: CaseIterable { case moment, insistence, request, stop }

  private func open(_ scene: LaneScene) async throws -> ObjectID {
    let work = Opened(
      title: "Fix it", branch: GovernedFixture.main, runtime: "exec", command: ["true"])
    let packet = try await scene.workspace.open(work, prompt: nil, in: scene.fixture.governed())
    try scene.workspace.place(of: packet.id).make()
    return packet.id
  }

  @Test("goes on when it has come or somebody insists, and ends where it is asked to")
  func causes() async throws {
    try await LaneScene.with { scene in
      for cause in Cause.allCases {
        let id = try await open(scene)
        let place = scene.workspace.place(of: id)
        let stop = StopSwitch()
        switch cause {
        case .moment: break
        case .insistence: try place.insist()
        case .request: try place.control.ask(.interrupt)
        case .stop: stop.request(.shutdown)
        }
        let due = GovernedFixture.now.adding(seconds: cause == .moment ? 0 : 3600)
        let wait = LaneWait(packet: id, due: due, workspace: scene.workspace)
        let goesOn = try await wait.isOver(unless: stop)
        #expect(goesOn == (cause == .moment || cause == .insistence), "\(cause)")
        #expect(stop.requests.isEmpty == goesOn, "\(cause)")
        #expect(!place.control.take(.interrupt), "what was asked of it is done")
      }
    }
  }

  @Test("goes on when anything happens to its packet", .timeLimit(.minutes(15)))
  func moved() async throws {
    try await LaneScene.with { scene in
      let id = try await open(scene)
      let wait = LaneWait(
        packet: id, due: GovernedFixture.now.adding(seconds: 3600), workspace: scene.workspace)
      let isOver = Mutex(false)
      let waiting = Task {
        defer { isOver.withLock { $0 = true } }
        return try await wait.isOver(unless: StopSwitch())
      }
      // Nothing tells when it has begun to wait, so that the first may come too early.
      while !isOver.withLock(\.self) {
        _ = try await scene.workspace.steer(id.hex, message: "Mind the clock.")
      }
      #expect(try await waiting.value)
    }
  }
}
