import Foundation
import Lanes
import Testing

/// Commands that do not want to end.
@Suite struct StoppingTests {
  private let fixture: ProcessFixture
  private let collector = Collector()

  init() throws { fixture = try ProcessFixture() }

  @Test func `when its time is up it is interrupted and may finish`() async throws {
    var command = fixture.shell(
      "trap 'echo bye; exit 4' INT; echo up; while :; do sleep 0.05; done")
    command.limits.timeSeconds = 1
    command.limits.graces.interruptMilliseconds = 20_000
    let end = try await command.run(into: collector)
    #expect(end.timedOut)
    #expect(end.status == .exited(4))
    #expect(collector.text() == "up\nbye\n")
  }

  @Test func `what ignores INT and TERM is killed with its group`() async throws {
    let stop = StopSwitch()
    let command = fixture.shell(
      "trap '' INT TERM; (trap '' INT TERM; echo $BASHPID > /dev/null; sleep 600) & "
        + "echo $! > child; echo up; while :; do sleep 600; done")
    async let running = command.run(into: collector, stop: stop)
    #expect(await eventually { collector.text() == "up\n" })
    stop.request(.interrupt)
    let end = try await running
    #expect(end.status == .signalled(SIGKILL))
    #expect(end.stopped == .interrupt)
    #expect(fixture.processes(in: "child").allSatisfy { !isRunning($0) })
  }

  @Test func `a second request hurries, and a cancellation names itself`() async throws {
    let stop = StopSwitch()
    var command = fixture.shell("trap '' INT; echo up; while :; do sleep 0.05; done")
    command.limits.graces.interruptMilliseconds = 3_600_000
    async let running = command.run(into: collector, stop: stop)
    #expect(await eventually { collector.text() == "up\n" })
    stop.request(.interrupt)
    stop.request(.cancel)
    let end = try await running
    #expect(end.stopped == .cancel)
    #expect(end.status == .signalled(SIGTERM))
  }

  @Test func `silence has its own limit`() async throws {
    var command = fixture.shell("echo once; sleep 600")
    command.limits.silenceSeconds = 1
    let end = try await command.run(into: collector)
    #expect(end.stopped == .silence)
    #expect(end.status == .signalled(SIGINT))
  }

  @Test func `a task that is cancelled takes its command along`() async throws {
    let command = fixture.shell("echo $$ > own; echo up; sleep 600")
    let collector = collector
    let task = Task { try await command.run(into: collector) }
    #expect(await eventually { collector.text() == "up\n" })
    task.cancel()
    #expect(try await task.value.stopped == .shutdown)
    #expect(fixture.processes(in: "own").allSatisfy { !isRunning($0) })
  }

  @Test func `a switch that was thrown before the start stops at once`() async throws {
    let stop = StopSwitch()
    stop.request(.cancel)
    let end = try await fixture.shell("sleep 600").run(into: collector, stop: stop)
    #expect(end.stopped == .cancel)
  }
}
