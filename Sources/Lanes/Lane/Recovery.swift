public import Model

extension Packet {
  /// How often in a row a provider may be too busy before a person is asked.
  static let backOffLimit = 6
  /// The first wait for a provider that is too busy; each further one is twice as long.
  private static let backOffSeconds: Int64 = 20
  private static let backOffSecondsMost: Int64 = 600
  /// How often in a row a limit may be met before a person is asked.
  static let limitLimit = 10
  /// The least wait at a limit; each further one in a row is twice as long.
  private static let limitSeconds: Int64 = 15
  private static let limitSecondsMost: Int64 = 3600
  /// A limit that is lifted later than this is a person's affair: a plan's week, or a wrong clock.
  private static let waitSecondsMost: Int64 = 8 * 86_400
  /// How long a provider that named no moment is left alone at its limit.
  static let unknownLimitSeconds: Int64 = 300

  /// What follows an attempt that ended so: the table of recoveries.
  ///
  /// | ended | then |
  /// |---|---|
  /// | changed | ask once about points left open, in the same conversation; then hand it in |
  /// | reported, where that was asked for | the same; then close with the report |
  /// | a turn that was to meet open points, however it ended by itself | hand in what stands |
  /// | no changes | a further turn in the same conversation, then another attempt |
  /// | anything that asks for another attempt, at a terminal | ask |
  /// | timed out, stalled, crashed, failed | another attempt, in the same conversation once |
  /// | too busy, or unreachable | the same after a wait that doubles, then ask |
  /// | limited | another runtime that may stand in, else wait until it is lifted |
  /// | auth | another runtime that may stand in, else ask |
  /// | context | once the conversation summed up, as a further turn; then as history |
  /// | history | a new conversation from a hand-over |
  /// | interrupted, tampered | ask |
  func recovery(from end: Finished, _ means: LaneMeans) -> LaneStep {
    if let step = handingIn(end, means) { return step }
    switch end.outcome {
    case .changed: return .submit
    case .interrupted: return .hold("interrupted")
    // A person has to see what became of it before anything of this worker's goes on.
    case .tampered: return .fail(Surroundings.refusal(of: end.notes))
    case .limited: return atLimit(end, means)
    case .auth: return locked(end, means)
    case .noChanges:
      if work.surface == .stream, mayContinue, canGoOn(.continuation, means) {
        return .attempt(.continuation)
      }
      return again(end, means)
    case .failed, .crashed:
      return end.isForBusyProvider ? backOff(end, means) : again(end, means)
    case .context:
      let isSummedUp = mayHaveTurn(.compaction) && canGoOn(.compaction, means)
      return isSummedUp ? .attempt(.compaction) : again(end, means)
    case .reported, .timedOut, .stalled, .history: return again(end, means)
    }
  }

  /// What is done with work that its worker called done; nil where it did not.
  private func handingIn(_ end: Finished, _ means: LaneMeans) -> LaneStep? {
    let (isDone, step): (Bool, LaneStep) =
      switch work.delivers {
      case .change: (end.outcome == .changed, .submit)
      case .report: (end.outcome == .reported, .report)
      }
    guard isDone else {
      // It was done before it was asked about the points.
      guard attempts.last?.reason == .points, attempts.last?.id == current else { return nil }
      return end.outcome == .interrupted || end.outcome == .tampered ? nil : step
    }
    let isAsked = !openPoints.isEmpty && mayHaveTurn(.points) && canGoOn(.points, means)
    return isAsked ? .attempt(.points) : step
  }

  private func canGoOn(_ reason: AttemptReason, _ means: LaneMeans) -> Bool {
    guard case .use(let name) = runtime(means),
      reason != .compaction || means.compacting.contains(name)
    else { return false }
    return conversation(for: reason, with: name, means) != nil
  }

  private func again(_ end: Finished, _ means: LaneMeans) -> LaneStep {
    guard attemptsUsed < work.attempts else {
      let gates = redSince.map { "; red before: \($0.joined(separator: ", "))" } ?? ""
      let lacking = end.notes.contains(Self.noReport) ? ": no report" : ""
      return .fail(
        "\(attemptsSpent) used up; the last one ended with \(end.outcome.words)"
          + "\(lacking)\(end.status)\(gates)")
    }
    // Nobody may be at the next terminal, and nothing would be done there.
    if work.surface == .terminal {
      return .hold(
        "its terminal closed, and the attempt ended with \(end.outcome.words)\(end.status)")
    }
    return switch runtime(means) {
    case .use: .attempt(.retry)
    case .none(let refusal): .pause(refusal.text, until: refusal.until)
    case .barred(let words): .hold(words)
    }
  }

  private func backOff(_ end: Finished, _ means: LaneMeans) -> LaneStep {
    let busy = attempts.reversed().prefix { $0.end?.isForBusyProvider == true }.count
    let words = end.said ?? "the provider is too busy"
    guard busy < Self.backOffLimit else { return .hold("\(words), \(busy) times in a row") }
    let wait = min(Self.backOffSeconds << Int64(max(0, busy - 1)), Self.backOffSecondsMost)
    return .pause(words, until: means.now.adding(seconds: wait))
  }

  private func atLimit(_ end: Finished, _ means: LaneMeans) -> LaneStep {
    let words = end.said ?? "the provider's limit is reached"
    if case .use(let name) = runtime(means), name != attempts.last?.runtime {
      return again(end, means)
    }
    let limits = attempts.reversed().prefix { $0.end?.outcome == .limited }.count
    guard limits < Self.limitLimit else { return .hold("\(words), \(limits) times in a row") }
    // An attempt at a limit is not counted, and what says when it is lifted is a program's word.
    let wait = min(Self.limitSeconds << Int64(max(0, limits - 1)), Self.limitSecondsMost)
    let least = means.now.adding(seconds: wait)
    let until = max(end.resets ?? means.now.adding(seconds: Self.unknownLimitSeconds), least)
    guard until.seconds - means.now.seconds <= Self.waitSecondsMost else {
      return .hold("\(words); it is lifted at \(until.text)")
    }
    return .pause(words, until: until)
  }

  private func locked(_ end: Finished, _ means: LaneMeans) -> LaneStep {
    if case .use(let name) = runtime(means), name != attempts.last?.runtime {
      return again(end, means)
    }
    let runtime = attempts.last?.runtime ?? work.runtime
    return .hold(
      "\(runtime) is not logged in\(end.said.map { ": \($0)" } ?? ""); "
        + "git o8 runtimes says how, then git o8 resume \(id.short)")
  }
}

extension Finished {
  /// Whether the provider, rather than the worker, was in the way, and may not be in a while.
  var isForBusyProvider: Bool {
    (outcome == .failed || outcome == .crashed)
      && ["overloaded", "server", "network"].contains(cause)
  }

  /// What the program said of its error; nil where it said nothing.
  var said: String? {
    notes.last { $0.hasPrefix(Self.errorWords) }.map { String($0.dropFirst(Self.errorWords.count)) }
  }

  /// The exit status or signal of a worker that failed, and its last words, to stand behind the
  /// outcome; empty for one that ended in order.
  var status: String {
    let code = exit.flatMap { $0 == 0 ? nil : ", exit \($0)" } ?? signal.map { ", signal \($0)" }
    let last = notes.last { $0.hasPrefix(Self.lastWords) }
    let words = said ?? last.map { String($0.dropFirst(Self.lastWords.count)) }
    return (code ?? "") + (words.map { ": \($0)" } ?? "")
  }

  /// How a note begins that holds the last line of a worker which failed.
  static let lastWords = "its last line: "
  /// How a note begins that holds what a worker's program said of its error.
  static let errorWords = "it said: "
}

extension Outcome {
  /// As a sentence has it: `no changes`, `timed out`.
  public var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
