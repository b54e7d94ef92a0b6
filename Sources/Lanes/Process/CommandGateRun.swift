internal import Runtimes

/// A gate that is a shell command in a checkout of the result.
public struct CommandGate: Hashable, Sendable {
  public var name: String
  /// As `sh -c` takes it.
  public var command: String
  public var directory: String
  public var timeoutSeconds: Int

  public init(name: String, command: String, directory: String, timeoutSeconds: Int) {
    self.name = name
    self.command = command
    self.directory = directory
    self.timeoutSeconds = timeoutSeconds
  }
}

/// What a command gate said.
public struct CommandGateResult: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case passed
    case failed
    case timedOut
    /// Somebody stopped it, so it says nothing about the tree.
    case stopped(StopCause)
    /// It could not be started, and why.
    case notStarted(String)
    /// It passed on other files than those that would land, and why.
    case spoiled(String)
  }

  public let name: String
  public let outcome: Outcome
  /// The command's exit status; nil when a signal ended it.
  public let exit: Int32?
  public let milliseconds: Int64
  /// Both outputs, in the order in which they were written, the middle left out if it was long.
  public let log: [UInt8]
  /// What was written in all, before anything was left out.
  public let logBytes: Int
  public let leftovers: [Leftover]

  public var passed: Bool { outcome == .passed }
  /// Rounded, as evidence records it.
  public var seconds: Int { Int((milliseconds + 500) / 1000) }
}

/// Runs command gates side by side.
public struct CommandGateRun: Sendable {
  /// What the gates' commands get; `scrubbed` already.
  public var environment: [String: String]
  public var logLimit = BoundedLog.defaultLimit
  /// Gates are builds and tests, which use the processors they find; more at once only fight.
  public var atOnce: Int
  public var graces = StopGraces()
  /// What each may take of the machine.
  public var resources = ResourceLimits()
  /// Where output is shown while it comes.
  public var spool: SpoolWriter?
  /// A lock's descriptor that is held until nothing of the gates is left.
  public var heldLock: Int32?
  /// What the commands may see and change; nil for all that the user may.
  public var cage: Cage?

  /// - `atOnce`: at most so many run at a time; the number of processors unless given.
  public init(environment: [String: String], atOnce: Int? = nil) {
    self.environment = environment
    self.atOnce = max(1, atOnce ?? Platform.processors)
  }

  /// The results in the order of `gates`. A red gate stops no other: the worker is sent all
  /// reports at once.
  public func run(
    _ gates: [CommandGate], stop: StopSwitch = StopSwitch()
  ) async -> [CommandGateResult] {
    await withTaskGroup(of: (Int, CommandGateResult).self) { group in
      var waiting = gates.enumerated().makeIterator()
      func startNext() {
        guard let (index, gate) = waiting.next() else { return }
        group.addTask { (index, await run(gate, stop: stop)) }
      }
      for _ in 0..<atOnce { startNext() }
      var results: [(Int, CommandGateResult)] = []
      for await result in group {
        results.append(result)
        startNext()
      }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// One gate, in a session of its own; what it leaves running is ended.
  public func run(_ gate: CommandGate, stop: StopSwitch = StopSwitch()) async -> CommandGateResult {
    var command = SupervisedCommand(
      "sh", ["-c", gate.command], environment: environment, directory: gate.directory)
    command.limits.timeSeconds = gate.timeoutSeconds
    command.limits.graces = graces
    command.limits.resources = resources
    command.swept = gate.directory
    command.heldLock = heldLock
    command.cage = cage
    let sink = LogSink(limit: logLimit, passingTo: spool.map(GateOutput.init))
    let end: ProcessEnd
    do {
      end = try await command.run(into: sink, stop: stop)
    } catch {
      return CommandGateResult(
        name: gate.name, outcome: .notStarted(error.description), exit: nil, milliseconds: 0,
        log: Array("\(error)\n".utf8), logBytes: 0, leftovers: [])
    }
    let captured = sink.captured
    let crowd = end.crowd(resources).map { Array("\n\($0)\n".utf8) } ?? []
    return CommandGateResult(
      name: gate.name, outcome: Self.outcome(of: end), exit: Self.exit(of: end),
      milliseconds: end.milliseconds, log: captured.bytes + crowd, logBytes: captured.count,
      leftovers: end.leftovers)
  }

  private static func outcome(of end: ProcessEnd) -> CommandGateResult.Outcome {
    switch end.stopped {
    case .timeLimit, .silence: .timedOut
    case .crowd: .failed
    case .interrupt, .cancel, .shutdown, .redirect, .hopeless: .stopped(end.stopped ?? .shutdown)
    case nil: end.succeeded ? .passed : .failed
    }
  }

  private static func exit(of end: ProcessEnd) -> Int32? {
    if case .exited(let status) = end.status { status } else { nil }
  }
}

/// Shows a gate's output in the lane's spool.
private struct GateOutput: OutputSink {
  let spool: SpoolWriter

  func take(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) { spool.take(bytes, from: .gate, at: milliseconds) }

  func pause() { spool.pause() }
}
