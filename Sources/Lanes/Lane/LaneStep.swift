public import Model

/// What a lane does next with its packet, told from the packet alone: a lane that died anywhere
/// goes on where it was.
public enum LaneStep: Hashable, Sendable {
  case attempt(AttemptReason)
  /// Hand in the lane's head.
  case submit
  case gate
  /// Close with the report that was handed over.
  case report
  /// An attempt was under way and nobody saw it end.
  case recover
  /// Hold the packet until somebody resumes it.
  case hold(String)
  case fail(String)
  /// Nothing: people are next, or the packet is done.
  case rest
}

extension Packet {
  public var nextStep: LaneStep {
    switch state {
    case .queued:
      isAdopted || isToBeJudgedAgain ? .submit : .attempt(attempts.isEmpty ? .first : .retry)
    case .running: stepWhileRunning
    case .gating: .gate
    case .waiting, .review, .approved, .failed, .landed, .rejected, .cancelled, .reported: .rest
    }
  }

  private var stepWhileRunning: LaneStep {
    // Its author mends adopted work and has it gated again.
    if isAdopted { return .rest }
    if let pending { return .attempt(pending.reason) }
    guard let attempt = currentAttempt else { return .attempt(.retry) }
    guard let end = attempt.end else { return .recover }
    switch end.outcome {
    case .changed: return .submit
    case .reported where work.delivers == .report: return .report
    case .interrupted: return .hold("interrupted")
    // A person has to see what became of it before anything of this worker's goes on.
    case .tampered: return .fail(Surroundings.refusal(of: end.notes))
    case .noChanges, .reported, .failed, .timedOut, .stalled, .limited, .auth, .context, .history,
      .crashed:
      guard attemptsUsed < work.attempts else {
        let gates = redSince.map { "; red before: \($0.joined(separator: ", "))" } ?? ""
        let lacking = end.notes.contains(Self.noReport) ? ": no report" : ""
        return .fail(
          "\(Self.counted(attempts.count)) used up; the last one ended with \(end.outcome.words)"
            + "\(lacking)\(end.status)\(gates)")
      }
      return .attempt(.retry)
    }
  }

  /// Whether it was retried after gates had been red: policy or scope may have been mended.
  private var isToBeJudgedAgain: Bool {
    guard pending?.reason == .retry, submission != nil else { return false }
    for line in log.reversed() where line.ignored == nil {
      switch line.body {
      case .verdict(let verdict) where verdict.decision == .revise: return false
      case .submitted: return true
      default: continue
      }
    }
    return false
  }

  /// The gates and rules that said no to what was handed in last; nil where none did.
  private var redSince: [String]? {
    for line in log.reversed() where line.ignored == nil {
      switch line.body {
      case .returned(let returned): return returned.because.isEmpty ? nil : returned.because
      case .submitted, .presented, .retried: return nil
      default: continue
      }
    }
    return nil
  }
}

extension Finished {
  /// The exit status or signal of a worker that failed, and its last words, to stand behind the
  /// outcome; empty for one that ended in order.
  fileprivate var status: String {
    let code = exit.flatMap { $0 == 0 ? nil : ", exit \($0)" } ?? signal.map { ", signal \($0)" }
    let words = notes.last { $0.hasPrefix(Self.lastWords) }?.dropFirst(Self.lastWords.count)
    return (code ?? "") + (words.map { ": \($0)" } ?? "")
  }

  /// How a note begins that holds the last line of a worker which failed.
  static let lastWords = "its last line: "
}

extension Outcome {
  /// As a sentence has it: `no changes`, `timed out`.
  public var words: String { rawValue.split(separator: "_").joined(separator: " ") }

  /// How a run ended, from its end and from what git says of the files; never from its prose.
  init(_ end: ProcessEnd, changed: Bool) {
    switch end.stopped {
    case .timeLimit: self = .timedOut
    case .silence: self = .stalled
    case .crowd: self = .failed
    case .interrupt, .cancel, .shutdown, .redirect: self = .interrupted
    case .hopeless: self = .failed
    case nil:
      switch end.status {
      case .exited(0): self = changed ? .changed : .noChanges
      case .exited: self = .failed
      case .signalled, .lost: self = .crashed
      }
    }
  }
}
