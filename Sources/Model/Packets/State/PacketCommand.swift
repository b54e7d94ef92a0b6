/// What somebody wants to happen to a packet.
public enum PacketCommand: Hashable, Sendable {
  case start(Started)
  case finish(Finished)
  case submit(head: ObjectID)
  case recordGate(Gated)
  case present(Presented)
  /// Red gates: back to the worker, or failed where its attempts are used up; `continues` where its
  /// conversation can go on, which is once a part of the same attempt.
  case sendBack(because: [String], continues: Bool = false)
  case fail(reason: String)
  case refresh(base: ObjectID, reason: String)
  case judge(Verdict)
  case steer(message: String, live: Bool, typed: Bool = false)
  /// Record who types at the worker's terminal from now on.
  case hand(to: TerminalHand)
  case pause(PauseReason, text: String, until: Instant? = nil)
  /// Have it wait for a person, even where it would go on by itself after a while.
  case hold(text: String)
  case answer(String)
  /// Record what the worker said, of a claim the numbers of its points; a question has the packet
  /// wait.
  case say(Said.What, text: String, message: Digest, points: [Int] = [])
  case resume
  case report
  case retry
  /// Start over from where the first attempt began.
  case replay
  case cancel(reason: String?)
  case edit(Opened)
}

extension Packet {
  /// The events that carry out `command`, none where nothing would change, or why it may not
  /// happen now. Whether the signer may say so is for the fold: see `Packet.fold`.
  public func events(for command: PacketCommand) throws(Refusal) -> [EventBody] {
    if state.isOpen, case .landed(_, .pending)? = closing?.claim, command.isNewWork {
      throw Refusal(
        .state, "packet \(id.short) is landing", hint: "\(hint("show")) says what makes it final")
    }
    let bodies = try bodies(for: command)
    if let first = bodies.first { try check(first) }
    return bodies
  }

  private func bodies(for command: PacketCommand) throws(Refusal) -> [EventBody] {
    switch command {
    case .start(let started): return [try start(started)]
    case .finish(let finished): return [.finished(finished)]
    case .submit(let head): return [.submitted(Submitted(started: round, head: head))]
    case .recordGate(let gated): return [.gated(gated)]
    case .present(let presented): return [.presented(presented)]
    case .sendBack(let because, let continues):
      return [try sendBack(because, continues: continues)]
    case .fail(let reason):
      let failed = EventBody.failed(started: current, reason: reason)
      guard state == .waiting, let current else { return [failed] }
      return [.resumed(started: current), failed]
    case .refresh(let moved, let reason):
      return [.refreshed(base: moved, reason: reason)]
    case .judge(let verdict): return [try judge(verdict)]
    case .steer(let message, let live, let typed):
      // A program may have ended by what was typed, before that is recorded.
      let isHeard = live && (typed || liveAttempt != nil)
      return [.steered(message: message, live: isHeard, typed: typed && isHeard)]
    case .hand(let hand): return [.handed(started: try running("take over from"), to: hand)]
    case .pause(let reason, let text, let until):
      return [.paused(started: try running("pause"), reason: reason, text: text, until: until)]
    case .hold(let text): return try hold(text)
    case .answer(let text): return try answer(text)
    case .say(let what, let text, let message, let points):
      return try say(what, text, message, points)
    case .resume: return state == .running ? [] : [.resumed(started: try running("resume"))]
    case .report: return [.reported(started: try running("report"))]
    case .retry:
      guard !state.isOpen || state.canBecome(.queued) else { throw notRetried }
      return [.retried()]
    case .replay: return [.retried(.replay)]
    case .cancel(let reason): return state == .cancelled ? [] : [.cancelled(reason: reason)]
    case .edit(let edited): return try edit(edited)
    }
  }

  private var notRetried: Refusal {
    let isJudged = state == .review || state == .approved
    return Refusal(
      .state, "packet \(id.short) is \(state.rawValue): only one that failed starts over",
      hint: isJudged ? hint("verdict", "revise -m TEXT") + " has it done anew" : hint("show"))
  }

  /// The attempt that a submission of now belongs to; nil where a person hands it in.
  private var round: ObjectID? {
    state == .running && pending == nil ? current : nil
  }

  private func start(_ started: Started) throws(Refusal) -> EventBody {
    if started.reason == .gates, attemptsUsed >= work.attempts {
      throw Refusal(
        .attemptsUsedUp, "packet \(id.short) has used up its \(attemptsSpent)",
        hint: hint("retry"))
    }
    return .started(started)
  }

  private func sendBack(_ because: [String], continues: Bool) throws(Refusal) -> EventBody {
    guard let submission else {
      throw Refusal(.state, "packet \(id.short) has handed nothing in", hint: hint("show"))
    }
    if !isAdopted, attemptsUsed >= work.attempts, !(continues && mayContinue) {
      let said = because.isEmpty ? "" : ": " + because.joined(separator: ", ")
      return .failed(
        started: submission.started, reason: "\(attemptsSpent) used up\(said)")
    }
    return .returned(
      Returned(started: submission.started, head: submission.head, because: because))
  }

  /// A packet that waits comes back before it is held: so every reader, of whatever version, finds
  /// the chain legal.
  private func hold(_ text: String) throws(Refusal) -> [EventBody] {
    let started = try running("hold")
    let held = EventBody.paused(started: started, reason: .held, text: text)
    guard state == .waiting else { return [held] }
    return pause?.until == nil ? [] : [.resumed(started: started), held]
  }

  /// A worker may have asked more than one thing: the packet then waits for the next answer.
  private func answer(_ text: String) throws(Refusal) -> [EventBody] {
    guard !state.isOpen || pause?.reason == .question else {
      throw Refusal(
        .state, "packet \(id.short) asks nothing: it is \(state.rawValue)", hint: hint("show"))
    }
    let started = try running("answer")
    var rest = questions
    if let index = rest.firstIndex(of: question ?? "") { rest.remove(at: index) }
    let next = rest.first.map { question in
      EventBody.paused(started: started, reason: .question, text: question)
    }
    return [.answered(started: started, text: text)] + (next.map { [$0] } ?? [])
  }

  private func say(
    _ what: Said.What, _ text: String, _ message: Digest, _ points: [Int]
  ) throws(Refusal) -> [EventBody] {
    let started = try running("listen to")
    let said = EventBody.said(
      Said(
        started: started, what: what, text: text, message: message,
        points: try what == .claim ? claimed(points) : []))
    guard what == .question, state == .running, liveAttempt != nil else { return [said] }
    return [said, .paused(started: started, reason: .question, text: text)]
  }

  /// Unlike a fold, which keeps whatever was said, a command refuses a verdict that says nothing
  /// about what lies before the reviewers.
  private func judge(_ verdict: Verdict) throws(Refusal) -> EventBody {
    let red = verdict.decision == .reject ? red(on: verdict.base) : nil
    guard let presented = presented ?? red else {
      throw Refusal(
        .state, "packet \(id.short) is \(state.rawValue): nothing lies before the reviewers",
        hint: hint("show"))
    }
    guard verdict.head == presented.head, verdict.base == presented.base,
      verdict.tree == presented.tree
    else {
      throw Refusal(
        .stale, "packet \(id.short) has moved on to \(presented.head.short)", hint: hint("diff"))
    }
    return .verdict(verdict)
  }

  private func running(_ what: String) throws(Refusal) -> ObjectID {
    guard let current else {
      throw Refusal(
        .state, "packet \(id.short) is \(state.rawValue): there is no worker to \(what)",
        hint: hint("show"))
    }
    return current
  }

  private func edit(_ edited: Opened) throws(Refusal) -> [EventBody] {
    guard edited.branch == branch, edited.origin == work.origin,
      edited.delivers == work.delivers
    else {
      throw Refusal(
        .meaningless, "the branch of packet \(id.short) cannot change",
        hint: "git o8 dispatch opens a packet on another branch")
    }
    return edited == work ? [] : [.edited(edited)]
  }
}

extension PacketCommand {
  /// Whether it would go on working on a packet whose landing is under way.
  fileprivate var isNewWork: Bool {
    switch self {
    case .start, .submit, .sendBack, .refresh, .retry, .replay, .edit: true
    case .finish, .recordGate, .present, .fail, .judge, .steer, .hand, .pause, .hold, .answer,
      .say, .resume, .report, .cancel:
      false
    }
  }
}
