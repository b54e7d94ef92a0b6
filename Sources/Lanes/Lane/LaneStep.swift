public import Model

/// What a lane does next with its packet, told from the packet and the means at hand: a lane that
/// died anywhere goes on where it was.
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
  /// Record that the packet waits for its provider until then.
  case pause(String, until: Instant)
  /// Nothing before then; the packet says so, or has not begun.
  case wait(String, until: Instant)
  /// What it waited for has come.
  case goOn
  case fail(String)
  /// Nothing: people are next, or the packet is done.
  case rest
}

extension Packet {
  public func nextStep(_ means: LaneMeans) -> LaneStep {
    switch state {
    case .queued:
      isAdopted || isToBeJudgedAgain
        ? .submit : begin(pending?.reason ?? (attempts.isEmpty ? .first : .retry), means)
    case .running: stepWhileRunning(means)
    case .gating: .gate
    case .waiting: stepWhileWaiting(means)
    case .review, .approved, .failed, .landed, .rejected, .cancelled, .reported: .rest
    }
  }

  private func begin(_ reason: AttemptReason, _ means: LaneMeans) -> LaneStep {
    switch runtime(for: reason, means) {
    case .use: .attempt(reason)
    case .none(let refusal): .wait(refusal.text, until: refusal.until)
    case .barred(let words): .hold(words)
    }
  }

  private func stepWhileWaiting(_ means: LaneMeans) -> LaneStep {
    guard let pause, pause.reason == .limit, pause.until != nil else { return .rest }
    guard let until = pause.wait(at: means.now), !means.isInsisted else { return .goOn }
    // Another runtime may have been allowed meanwhile.
    if case .use(let name) = runtime(means), name != work.runtime { return .goOn }
    return .wait(pause.text, until: until)
  }

  private func stepWhileRunning(_ means: LaneMeans) -> LaneStep {
    // Its author mends adopted work and has it gated again.
    if isAdopted { return .rest }
    if let pending { return step(to: pending, means) }
    guard let attempt = currentAttempt else { return begin(.retry, means) }
    guard let end = attempt.end else { return .recover }
    return recovery(from: end, means)
  }

  private func step(to pending: PendingAttempt, _ means: LaneMeans) -> LaneStep {
    guard pending.reason == .gates else { return begin(pending.reason, means) }
    if mayContinue, case .use(let name) = runtime(means),
      conversation(for: .continuation, with: name, means) != nil
    {
      return .attempt(.continuation)
    }
    guard attemptsUsed < work.attempts else {
      let said = pending.because.isEmpty ? "" : ": " + pending.because.joined(separator: ", ")
      return .fail("\(attemptsSpent) used up\(said)")
    }
    return begin(.gates, means)
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
  var redSince: [String]? {
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
