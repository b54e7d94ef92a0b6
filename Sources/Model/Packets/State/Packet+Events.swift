extension Packet {
  /// Takes in an event that `check` found legal.
  mutating func apply(_ body: EventBody, of event: PacketEvent, _ authority: Authority) {
    switch body {
    case .opened, .unknown: break
    case .edited(let edited): edit(edited)
    case .started(let started): start(started, event)
    case .handed: break
    case .steered(let message, let live, _): if !live { messages.append(message) }
    case .paused(_, let reason, let text, let until):
      pause = Pause(reason: reason, text: text, since: event.at, until: until)
      state = .waiting
    case .resumed: goOn(nil, event.id)
    case .answered(_, let text): goOn(text, event.id)
    case .said(let said): hear(said, event)
    case .finished(let finished): finish(finished, at: event.at)
    case .submitted(let submitted): submit(submitted, event.id)
    case .gated(let gated):
      gates.append(
        GateRun(id: event.id, principal: event.author, at: event.at, gate: gated))
    case .returned(let returned):
      pending = PendingAttempt(
        reason: .gates, because: returned.because, findings: [], event: event.id)
      state = .running
    case .presented(let body):
      presented = body
      base = body.base
      state = .review
      settle(authority.policy)
    case .refreshed(let moved, _):
      presented = nil
      base = moved
      state = .gating
    case .verdict(let verdict): judge(verdict, event, authority)
    case .failed:
      pending = nil
      pause = nil
      state = .failed
    case .retried(let retrial):
      attemptsUsed = 0
      current = nil
      let reason: AttemptReason = retrial == .replay ? .replay : .retry
      pending = PendingAttempt(reason: reason, because: [], findings: [], event: event.id)
      state = .queued
    case .cancelled: state = .cancelled
    case .reported: state = .reported
    }
    if !state.isOpen { pending = nil }
  }

  /// The branch it lands on, where the work comes from and what it is stay as asked for first.
  private mutating func edit(_ edited: Opened) {
    let (branch, origin, delivers) = (work.branch, work.origin, work.delivers)
    work = edited
    work.branch = branch
    work.origin = origin
    work.delivers = delivers
  }

  private mutating func start(_ started: Started, _ event: PacketEvent) {
    if !isGranted(started) { attemptsUsed += 1 }
    attempts.append(
      Attempt(
        started, id: event.id, number: attempts.count + 1, at: event.at,
        acceptance: work.acceptance))
    if started.reason == .replay { claims = [:] }
    current = event.id
    pending = nil
    pause = nil
    // A replay is told nothing that the first attempt was not.
    if started.reason != .replay { messages = [] }
    heard = []
    if presented == nil { base = started.base }
    state = .running
  }

  /// Whether an attempt is none of those that the packet has.
  private func isGranted(_ started: Started) -> Bool {
    switch started.reason {
    // A person who asked for a revision, or to go on, asked for one more, whatever was used before.
    case .revise: true
    case .resume: pending?.reason == .resume
    // One that stopped short may say what is missing, once.
    case .continuation, .points, .compaction: mayHaveTurn(started.reason)
    case .first, .gates, .retry, .replay: false
    }
  }

  /// Back from waiting. A worker that has ended meanwhile needs another attempt, and hears of the
  /// answer there; so does one that comes after a worker who was told, for it was not.
  private mutating func goOn(_ answer: String?, _ event: ObjectID) {
    if let answer {
      messages.append(question.map { Saying.exchange($0, answer) } ?? answer)
    }
    settleQuestions(answer)
    if currentAttempt?.finished != nil {
      pending = PendingAttempt(reason: .resume, because: [], findings: [], event: event)
    }
    pause = nil
    state = .running
  }

  private mutating func finish(_ finished: Finished, at instant: Instant) {
    guard let index = attempts.lastIndex(where: { $0.id == finished.started }) else { return }
    attempts[index].finished = instant
    attempts[index].end = finished
  }

  private mutating func submit(_ submitted: Submitted, _ event: ObjectID) {
    submission = Submission(id: event, started: submitted.started, head: submitted.head)
    current = submitted.started
    presented = nil
    pending = nil
    if let attempt = currentAttempt { base = attempt.base }
    state = .gating
  }
}
