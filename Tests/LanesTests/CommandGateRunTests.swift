import Foundation
import Lanes
import Testing

@Suite struct CommandGateRunTests {
  private let fixture: ProcessFixture
  private var run: CommandGateRun

  init() throws {
    fixture = try ProcessFixture()
    run = CommandGateRun(
      environment: WorkerEnvironment.scrubbed(from: ProcessInfo.processInfo.environment), atOnce: 2)
    // A shell that is about to start its last command forgets an interrupt.
    run.graces.interruptMilliseconds = 300
  }

  private func gate(_ command: String, name: String = "test", seconds: Int = 60) -> CommandGate {
    CommandGate(
      name: name, command: command, directory: fixture.path, timeoutSeconds: seconds)
  }

  private func log(_ result: CommandGateResult) -> String {
    String(decoding: result.log, as: UTF8.self)
  }

  @Test func `a green gate passes with its log`() async {
    let result = await run.run(gate("echo fine; echo aside >&2"))
    #expect(result.passed)
    #expect(result.exit == 0)
    #expect(log(result) == "fine\naside\n")
  }

  @Test func `red gates fail by exit or signal`() async {
    let red = await run.run(gate("echo broken; exit 2"))
    #expect(red.outcome == .failed)
    #expect(red.exit == 2)
    #expect(log(red) == "broken\n")
    let crashed = await run.run(gate("kill -ABRT $$"))
    #expect(crashed.outcome == .failed)
    #expect(crashed.exit == nil)
    // A core in a worktree would be committed for the worker, memory and all.
    let cores = await run.run(gate("ulimit -S -c"))
    #expect(log(cores) == "0\n")
  }

  @Test func `a gate that takes too long is ended with all it started`() async {
    let result = await run.run(gate("setsid sleep 600 & echo $! > left; sleep 600", seconds: 1))
    #expect(result.outcome == .timedOut)
    #expect(!fixture.processes(in: "left").contains(where: isRunning))
  }

  @Test func `a gate that writes without end is bounded, not failed`() async {
    let result = await run.run(gate("echo first; head -c 30000000 /dev/zero; echo; echo last"))
    #expect(result.passed)
    #expect(result.logBytes == 30_000_012)
    #expect(result.log.count < 600 * 1024)
    #expect(log(result).hasPrefix("first\n"))
    #expect(log(result).hasSuffix("last\n"))
    #expect(log(result).contains(" bytes left out …\n"))
  }

  @Test func `gates run side by side, no more than allowed, and report in order`() async {
    let script = "mkdir r/$0 && ls r | wc -l >> count; sleep 0.1; rmdir r/$0"
    let gates = ["mkdir r"] + (1...6).map { script.replacingOccurrences(of: "$0", with: "\($0)") }
    let first = await run.run(gate(gates[0]))
    #expect(first.passed)
    let results = await run.run(
      gates.dropFirst().enumerated().map { gate($1, name: "g\($0)") } + [
        gate("exit 1", name: "red")
      ])
    #expect(results.map(\.name) == ["g0", "g1", "g2", "g3", "g4", "g5", "red"])
    #expect(results.map(\.passed) == [true, true, true, true, true, true, false])
    #expect(fixture.processes(in: "count").max() == 2)
  }

  @Test func `a checkout that vanished is told, not called red`() async {
    var lost = gate("true")
    lost.directory += "/gone"
    let result = await run.run(lost)
    guard case .notStarted(let why) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(why.contains("/gone"))
  }

  @Test func `a stopped gate says nothing about the tree`() async {
    let stop = StopSwitch()
    stop.request(.cancel)
    #expect(await run.run(gate("sleep 600"), stop: stop).outcome == .stopped(.cancel))
  }
}
