import Git
import Model
import Runtimes
import Store
import Trust

/// What is known of a worker's run when its process is gone.
struct WorkerRun {
  let end: ProcessEnd
  let surface: WorkSurface
  let reading: RunReading
  /// How it was bound to end when it was given up; nil where it was not.
  let doom: Outcome?
  /// What was said to it and never taken up.
  let unheard: [String]
}

extension Lane {
  /// Keeps all that the worker left and records how it ended.
  func finish(_ turn: Turn, _ run: WorkerRun, since firstLine: Int, notes brought: [String])
    async throws
  {
    let attempt = turn.attempt
    let taken: LaneTakings.Taken
    do {
      // A worker may have moved it.
      let present = try await place(attempt.lane)
      let takings = LaneTakings(
        governed: governed, worktree: present, spool: place.spool, actor: setting.actor,
        now: setting.now, leavings: turn.runtime.leavings)
      taken = try await takings.take(
        attempt, of: packet, as: turn.worker, sinceLine: firstLine)
    } catch {
      // Whatever a worker broke, its packet does not say for ever that it runs.
      return try await hold(
        attempt, LaneTakings.failure(error, in: turn.worktree), run.end, brought)
    }
    let isTampered = brought.contains { $0.hasPrefix(Surroundings.mark) }
    let outcome = (isTampered ? .tampered : run.outcome(changed: taken.isNew))
      .delivering(
        packet.work.delivers, isReported: packet.isReported(attempt, with: taken.artifacts))
    let notes =
      takeObservations() + brought + taken.notes + run.notes(setting.resources)
      + packet.deliveryNotes(outcome, head: taken.head, isNew: taken.isNew)
      + run.lastWords(outcome, taken.lastLine, under: policy.rules.secrets)
    for note in notes { spool.note(note) }
    var sharable = LaneTakings.Sharable(under: policy.rules.secrets)
    let status = run.end.status.numbers
    let finished = Finished(
      started: attempt.id, outcome: outcome, exit: status.exit, signal: status.signal,
      head: taken.head, seconds: Int((run.end.milliseconds + 500) / 1000),
      usage: run.reading.usage(of: packet),
      session: sharable.word(run.session(of: turn))
        ?? conversation(begunIn: attempt, with: turn.runtime, at: turn.worktree.path)?.text,
      model: run.reading.shownModel(&sharable),
      cause: outcome.isGood ? nil : run.reading.failure?.kind.rawValue,
      resets: outcome == .limited ? run.reading.limit?.resets : nil,
      transcript: taken.transcript, notes: sharable.lines(notes), artifacts: taken.artifacts)
    if let session = finished.session { try place.remember(conversation: session) }
    try await carryOut(.finish(finished))
    let code = status.exit.flatMap { $0 == 0 ? nil : ", exit \($0)" }
    spool.note("attempt \(attempt.number) ended: \(outcome.words)\(code ?? "")")
    // An answer is told to the next attempt anyway.
    for message in run.unheard where !answers.steered.contains(message) {
      try await carryOut(.steer(message: message, live: false))
    }
    await tellProvider(of: attempt, finished)
    if packet.state == .running, isToHear(run, outcome) {
      try await carryOut(.pause(.held, text: "to hear what was said"))
      try await carryOut(.resume)
    }
  }

  /// Whether a worker was stopped to hear something, or ended without the answer to what it asked.
  private func isToHear(_ run: WorkerRun, _ outcome: Outcome) -> Bool {
    switch outcome {
    case .interrupted: run.end.stopped == .redirect
    case .tampered: false
    default: !answers.untold.isEmpty || run.unheard.contains(where: answers.steered.contains)
    }
  }

  /// Something other than the worker is wrong: the packet waits until a person has seen to it.
  func hold(
    _ attempt: Attempt, _ reason: String, _ end: ProcessEnd? = nil, _ brought: [String] = []
  ) async throws {
    spool.note(reason)
    let seconds = end.map { Int(($0.milliseconds + 500) / 1000) } ?? 0
    try await carryOut(
      .finish(
        Finished(
          started: attempt.id, outcome: .failed, exit: end?.status.numbers.exit,
          signal: end?.status.numbers.signal, seconds: seconds,
          notes: takeObservations() + brought + [reason])))
    // A question that its worker asked holds it already.
    if packet.state == .running { try await carryOut(.pause(.held, text: reason)) }
    halt = reason
  }
}

extension WorkerRun {
  /// What a program that was given up says of its end is what we made it say.
  func outcome(changed: Bool) -> Outcome {
    if end.stopped == .hopeless, let doom { return doom }
    return Outcome(facts(changed: changed))
  }

  /// A program for people that has fallen silent with nobody at it is done with what it was asked:
  /// it waits for the next word, and what it did is what git says.
  private var isDoneAtTerminal: Bool { surface == .terminal && end.stopped == .silence }

  private func facts(changed: Bool) -> RunFacts {
    if isDoneAtTerminal {
      return RunFacts(
        exit: 0, signal: nil, stopped: nil, reading: reading, changed: changed, reported: false)
    }
    let stopped: RunFacts.Stop? =
      switch end.stopped {
      case .timeLimit: .timeLimit
      case .silence: .silence
      case .crowd: .crowd
      case .interrupt, .cancel, .shutdown, .redirect: .interrupt
      case .hopeless, nil: nil
      }
    let status = end.status.numbers
    return RunFacts(
      exit: status.exit, signal: status.signal, stopped: stopped, reading: reading,
      changed: changed, reported: false)
  }

  /// What a person should know of how the worker was ended.
  func notes(_ resources: ResourceLimits) -> [String] {
    var notes: [String] = []
    if !end.leftovers.isEmpty {
      let names = Set(end.leftovers.map(\.name)).sorted().joined(separator: ", ")
      notes.append("ended what the worker left running: \(names)")
    }
    if end.survivors > 0 { notes.append("\(end.survivors) of its processes could not be ended") }
    if let crowd = end.crowd(resources) { notes.append(crowd) }
    if reading.denials > 0 {
      notes.append("not permitted: \(counted(reading.denials, "tool call")) of its own")
    }
    if isDoneAtTerminal { notes.append("ended: it was silent, with nobody at its terminal") }
    if end.stopped == .hopeless { notes.append("ended: it tried again what cannot succeed") }
    return notes
  }

  /// What the program said of its error, without the secrets in it, else its last line.
  func lastWords(_ outcome: Outcome, _ line: String?, under secrets: RuleLevel) -> [String] {
    let said: String? =
      switch outcome {
      case .limited: reading.limit?.text ?? reading.failure?.text
      case .changed, .noChanges, .reported, .interrupted, .tampered: nil
      default: reading.failure?.text
      }
    if let said {
      var sharable = LaneTakings.Sharable(under: secrets)
      let shown = String(decoding: sharable.text(Array(said.utf8)), as: UTF8.self)
      return [Finished.errorWords + SafeText.singleLine(shown, limit: Self.wordCharacters)]
    }
    guard outcome == .failed || outcome == .crashed, let line else { return [] }
    return [Finished.lastWords + line]
  }

  /// A line of a listing.
  private static let wordCharacters = 300

  /// The conversation that this run was part of: the one that was chosen or taken up, whatever the
  /// program's output says, for a worker may write that, and name one of the user's own.
  func session(of turn: Lane.Turn) -> String? {
    turn.attempt.session ?? reading.session?.text
  }
}

extension RunReading {
  /// The name of a model; whatever is longer is none.
  private static let modelCharacters = 100

  /// The model that answered, as a worker's program said.
  func shownModel(_ sharable: inout LaneTakings.Sharable) -> String? {
    sharable.word(model.map { SafeText.singleLine($0, limit: Self.modelCharacters) })
  }

  /// What the run took: less what was told before, where its program counts over a conversation.
  func usage(of packet: Packet) -> Usage? {
    guard let told = usage else { return nil }
    var usage = Usage(
      inputTokens: Int64(told.inputTokens), outputTokens: Int64(told.outputTokens),
      costMicros: Int64(told.costMicros ?? 0))
    guard let session = session?.text else { return usage }
    let earlier = packet.attempts.compactMap(\.end).filter { $0.session == session }
    for spent in earlier.compactMap(\.usage) {
      if told.counts == .conversation {
        usage.inputTokens = Self.rest(of: usage.inputTokens, less: spent.inputTokens)
        usage.outputTokens = Self.rest(of: usage.outputTokens, less: spent.outputTokens)
      }
      if told.costCounts == .conversation {
        usage.costMicros = Self.rest(of: usage.costMicros, less: spent.costMicros)
      }
    }
    return usage
  }

  /// What an earlier record says was spent may be anybody's word.
  static func rest(of all: Int64, less spent: Int64) -> Int64 {
    max(0, max(0, all) - max(0, spent))
  }
}

extension Outcome {
  /// Whether nothing was in the worker's way.
  fileprivate var isGood: Bool { self == .changed || self == .noChanges || self == .reported }
}

extension ProcessEnd.Status {
  var numbers: (exit: Int?, signal: Int?) {
    switch self {
    case .exited(let code): (Int(code), nil)
    case .signalled(let number): (nil, Int(number))
    case .lost: (nil, nil)
    }
  }
}
