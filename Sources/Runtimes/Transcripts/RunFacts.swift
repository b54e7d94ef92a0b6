public import Model

/// All that is known of a run once its process is gone.
public struct RunFacts: Hashable, Sendable {
  /// nil when a signal ended it, or when nobody saw it end.
  public var exit: Int?
  public var signal: Int?
  /// Why it was stopped, where it did not end by itself. A run that was ended because
  /// `RunReading.hopeless` said so was not stopped in this sense.
  public var stopped: Stop?
  public var reading: RunReading
  /// Whether git sees work that was never handed in.
  public var changed: Bool
  /// Whether it was to write a report, and did.
  public var reported: Bool

  public enum Stop: Hashable, Sendable { case timeLimit, silence, crowd, interrupt }

  public init(
    exit: Int?, signal: Int?, stopped: Stop?, reading: RunReading, changed: Bool, reported: Bool
  ) {
    self.exit = exit
    self.signal = signal
    self.stopped = stopped
    self.reading = reading
    self.changed = changed
    self.reported = reported
  }
}

extension Outcome {
  /// How a run ended. What the program said of its end goes before its exit status, which several
  /// CLIs leave at 0 for errors; what it said of its work counts for nothing.
  public init(_ facts: RunFacts) {
    switch facts.stopped {
    case .interrupt: self = .interrupted
    case .crowd: self = .failed
    case .timeLimit: self = facts.ownWord ?? .timedOut
    case .silence: self = facts.ownWord ?? .stalled
    case nil: self = facts.ownWord ?? facts.endOfProcess
    }
  }
}

extension RunFacts {
  /// What the events alone tell of the end. It also holds for a program that had to be stopped,
  /// for some linger when they are done.
  fileprivate var ownWord: Outcome? {
    switch reading.end {
    case .completed: fruit
    case .aborted: stopped == nil ? .interrupted : nil
    case .failed: obstacle ?? .failed
    case nil: isPlain && exit == 0 && fruit != .noChanges ? fruit : obstacle
    }
  }

  /// What kept the run from going on, where that names a way to recover.
  private var obstacle: Outcome? {
    if reading.limit != nil { return .limited }
    guard let outcome = reading.failure?.kind.outcome, outcome != .failed else { return nil }
    return outcome
  }

  private var fruit: Outcome {
    if reported { .reported } else { changed ? .changed : .noChanges }
  }

  /// Whether the program has no word for its end, so that exit status 0 must do.
  private var isPlain: Bool { !reading.isStarted }

  /// Whether an error that nothing followed is all that the run came to, whatever it ended with.
  private var isFruitless: Bool { fruit == .noChanges && reading.failure != nil }

  fileprivate var endOfProcess: Outcome {
    switch exit {
    case 0?: isPlain ? (isFruitless ? .failed : fruit) : .crashed
    // As a program says that handled the signal, or a shell whose command a signal ended.
    case .some(129...192): isPlain ? .failed : .crashed
    case .some: .failed
    case nil: .crashed
    }
  }
}
