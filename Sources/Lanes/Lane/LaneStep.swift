public import Model

/// What a lane does next with its packet, told from the packet alone: a lane that died anywhere
/// goes on where it was.
public enum LaneStep: Hashable, Sendable {
  case attempt(AttemptReason)
  /// Hand in the lane's head.
  case submit
  case gate
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
    case .queued: isAdopted ? .submit : .attempt(attempts.isEmpty ? .first : .retry)
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
    case .interrupted: return .hold("interrupted")
    case .noChanges, .reported, .failed, .timedOut, .stalled, .limited, .auth, .context, .history,
      .crashed, .tampered:
      guard attemptsUsed < work.attempts else {
        return .fail(
          "\(Self.counted(attemptsUsed)) used up; the last one ended with \(end.outcome.words)")
      }
      return .attempt(.retry)
    }
  }

  private static func counted(_ attempts: Int) -> String {
    attempts == 1 ? "1 attempt" : "\(attempts) attempts"
  }
}

extension Outcome {
  /// As a sentence has it: `no changes`, `timed out`.
  public var words: String { rawValue.split(separator: "_").joined(separator: " ") }

  /// How a run ended, from its end and from what git says of the files; never from its prose.
  init(_ end: ProcessEnd, changed: Bool) {
    switch end.stopped {
    case .timeLimit: self = .timedOut
    case .silence: self = .stalled
    case .interrupt, .cancel, .shutdown: self = .interrupted
    case nil:
      switch end.status {
      case .exited(0): self = changed ? .changed : .noChanges
      case .exited: self = .failed
      case .signalled, .lost: self = .crashed
      }
    }
  }
}
