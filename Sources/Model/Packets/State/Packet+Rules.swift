extension Packet {
  /// Refuses what is illegal now, whoever says it: the one place that knows which event may
  /// follow which.
  func check(_ body: EventBody) throws(Refusal) {
    switch body {
    case .finished(let finished): return try checkFinish(finished)
    case .verdict(let verdict): return try checkVerdict(verdict)
    case .gated(let gated):
      // Evidence counts where it binds, even when it moves no state.
      return try checkRound(gated.started, gated.head)
    case .unknown(let reason): throw Refusal(.meaningless, reason)
    default: break
    }
    try checkOpen()
    switch body {
    case .opened: throw Refusal(.repeated, "it is open already")
    case .edited, .steered, .cancelled: break
    case .started(let started): try checkStart(started)
    case .paused(let started, _, _, _):
      try checkAttempt(started)
      try checkStep(to: .waiting)
    case .resumed(let started), .answered(let started, _):
      try checkAttempt(started)
      try checkStep(to: .running)
      guard state == .waiting else { throw illegal("is not waiting") }
      if case .answered = body, pause?.reason != .question {
        throw Refusal(.state, "nobody asked a question", hint: hint("steer", "MESSAGE"))
      }
    case .handed(let started, _):
      try checkAttempt(started)
      guard liveAttempt != nil, work.surface == .terminal else {
        throw illegal("has no worker at a terminal")
      }
    case .said(let said): try checkSaid(said)
    case .submitted(let submitted): try checkSubmission(submitted)
    case .returned(let returned):
      try checkRound(returned.started, returned.head)
      guard state == .gating else { throw illegal("is not being gated") }
    case .presented(let presented):
      try checkRound(presented.started, presented.head)
      try checkStep(to: .review)
    case .refreshed:
      guard state == .gating || state == .review || state == .approved else {
        throw illegal("is not being judged")
      }
    case .failed(let started, _):
      try checkAttempt(started)
      try checkStep(to: .failed)
    case .retried(let retrial):
      try checkStep(to: .queued)
      if retrial == .replay, attempts.isEmpty { throw illegal("has no attempt to replay") }
    case .reported(let started):
      try checkAttempt(started)
      guard work.delivers == .report else { throw illegal("delivers a change, not a report") }
      try checkStep(to: .reported)
    case .finished, .verdict, .gated, .unknown: break
    }
  }

  func checkOpen() throws(Refusal) {
    guard state.isOpen else {
      throw Refusal(
        .closed, "packet \(id.short) is \(state.rawValue)",
        hint: "a closed packet stays closed; 'git o8 dispatch' opens another")
    }
  }

  private func checkStep(to next: PacketState) throws(Refusal) {
    guard state.canBecome(next) else { throw illegal("cannot become \(next.rawValue)") }
  }

  /// Every event of an attempt counts only while that attempt is the current one.
  private func checkAttempt(_ started: ObjectID?) throws(Refusal) {
    guard started == current else {
      throw Refusal(
        .attempt, "it belongs to \(Self.attempt(started)), not to \(Self.attempt(current))",
        hint: hint("show"))
    }
  }

  /// What judges a submission names its attempt and its head.
  private func checkRound(_ started: ObjectID?, _ head: ObjectID) throws(Refusal) {
    guard let submission else { throw illegal("has handed nothing in") }
    guard head == submission.head else {
      throw Refusal(
        .stale, "the head moved from \(head.short) to \(submission.head.short)",
        hint: hint("show"))
    }
    guard started == submission.started else {
      throw Refusal(
        .attempt,
        "it belongs to \(Self.attempt(started)), not to \(Self.attempt(submission.started))",
        hint: hint("show"))
    }
  }

  private func checkStart(_ started: Started) throws(Refusal) {
    guard !isAdopted else {
      throw Refusal(
        .state, "packet \(id.short) is adopted work, which has no worker",
        hint: "commit to its branch, then \(hint("gate"))")
    }
    guard liveAttempt == nil else {
      throw Refusal(
        .state, "attempt \(attempts.count) of packet \(id.short) is still running",
        hint: hint("interrupt"))
    }
    switch state {
    case .queued, .running, .waiting: break
    case .review, .approved:
      throw Refusal(
        .state, "packet \(id.short) lies before its reviewers",
        hint: hint("verdict", "revise -m TEXT"))
    case .failed:
      throw Refusal(.state, "packet \(id.short) has failed", hint: hint("retry"))
    case .gating, .landed, .rejected, .cancelled, .reported: throw illegal("cannot start a worker")
    }
  }

  private func checkFinish(_ finished: Finished) throws(Refusal) {
    // A closed packet's worker still ends, and what it cost is worth knowing.
    try checkAttempt(finished.started)
    guard currentAttempt?.finished == nil else {
      throw Refusal(.repeated, "attempt \(attempts.count) has ended already")
    }
  }

  private func checkSaid(_ said: Said) throws(Refusal) {
    try checkAttempt(said.started)
    guard !heard.contains(said.message) else {
      throw Refusal(.repeated, "the worker's message has been recorded already")
    }
  }

  private func checkSubmission(_ submitted: Submitted) throws(Refusal) {
    guard work.delivers == .change else {
      throw Refusal(
        .state, "packet \(id.short) delivers a report: nothing of it lands", hint: hint("show"))
    }
    if let started = submitted.started {
      try checkAttempt(started)
    } else if liveAttempt != nil {
      throw Refusal(
        .attempt, "attempt \(attempts.count) of packet \(id.short) is still running",
        hint: hint("interrupt"))
    }
    if state == .queued, !isAdopted, submission == nil {
      throw Refusal(
        .state, "packet \(id.short) has not started", hint: "its lane starts it by itself")
    }
    guard state == .gating || state.canBecome(.gating) else { throw illegal("takes no work") }
    if state != .running, state != .queued, submitted.head == head {
      throw Refusal(.repeated, "\(submitted.head.short) has been handed in already")
    }
  }

  private func checkVerdict(_ verdict: Verdict) throws(Refusal) {
    try checkOpen()
    guard verdict.branch == branch else {
      throw Refusal(.meaningless, "it judges \(verdict.branch), not \(branch)")
    }
  }

  private func illegal(_ what: String) -> Refusal {
    Refusal(.state, "packet \(id.short) is \(state.rawValue): it \(what)", hint: hint("show"))
  }

  func hint(_ command: String, _ rest: String = "") -> String {
    "git o8 \(command) \(id.short)" + (rest.isEmpty ? "" : " " + rest)
  }

  private static func attempt(_ id: ObjectID?) -> String {
    id.map { "attempt \($0.short)" } ?? "no attempt"
  }
}
