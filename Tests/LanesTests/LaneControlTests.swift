import Foundation
import Lanes
import Testing

@Suite struct LaneControlTests {
  private let fixture: ProcessFixture

  init() throws { fixture = try ProcessFixture() }

  @Test func `a request reaches a running command, once`() async throws {
    let control = LaneControl(directory: fixture.path)
    let stop = StopSwitch()
    let watching = Task { await control.forward(to: stop) }
    let collector = Collector()
    async let running = fixture.shell("trap 'exit 4' INT; echo up; while :; do sleep 0.05; done")
      .run(into: collector, stop: stop)
    #expect(await eventually { collector.text() == "up\n" })
    try control.ask(.interrupt)
    let end = try await running
    #expect(end.stopped == .interrupt)
    #expect(end.status == .exited(4))
    #expect(!control.take(.interrupt))
    watching.cancel()
    await watching.value
    #expect(stop.requests == [.interrupt])
  }

  @Test func `a request that was left before the lane ran is honoured`() async throws {
    let control = LaneControl(directory: fixture.path)
    try control.ask(.cancel)
    let stop = StopSwitch()
    let watching = Task { await control.forward(to: stop) }
    #expect(await eventually { stop.requests == [.cancel] })
    watching.cancel()
  }

  @Test func `a signal to end becomes a request`() async {
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop)
    // HUP, since a test runner may want INT and TERM for itself.
    #expect(
      await eventually {
        kill(getpid(), SIGHUP)
        return stop.requests.contains(.shutdown)
      })
    withExtendedLifetime(signals) {}
  }
}
