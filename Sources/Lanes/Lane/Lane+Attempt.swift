import Git
import Model
import Runtimes
import Store
import Trust

extension Lane {
  /// Runs one worker from its start to what git says of it.
  func attempt(_ reason: AttemptReason) async throws {
    await lookForBase()
    let base = try base()
    guard let lane = packet.lane else { return }
    let head = try governed.repository.target(of: lane) ?? base
    let runtime = try runtime()
    let worker = PrincipalName(packet.work.runtime) ?? setting.actor.name
    let number = packet.attempts.count + 1
    let prompt = try setting.texts.prompt(
      try brief(number, reason, worker: worker, lane: lane, base: base))
    let worktree = try await place(lane)
    // Before the event that others may fetch: it says whose the attempt is.
    try self.place.claim(after: number)
    try await carryOut(
      .start(
        Started(
          number: number, reason: reason, runtime: packet.work.runtime, worker: worker,
          model: packet.work.model, lane: lane, head: head, base: base,
          // One that nobody knows is told when the worker is to be kept apart by it.
          isolation: (try? isolation())?.rawValue)))
    guard let attempt = packet.currentAttempt else { return }
    spool.note("attempt \(number) with \(packet.work.runtime)")
    do {
      try await prepare(worktree, at: head, number: number)
    } catch {
      guard let words = Self.trouble(in: error) else { throw error }
      return try await hold(attempt, words)
    }
    try await work(
      attempt, in: worktree, runtime: runtime, prompt: prompt, as: worker)
  }

  private func work(
    _ attempt: Attempt, in worktree: LaneWorktree, runtime: any Runtime, prompt: String,
    as worker: PrincipalName
  ) async throws {
    let command: SupervisedCommand
    let seclusion: Seclusion
    do {
      (command, seclusion) = try await self.command(
        of: attempt, in: worktree, runtime: runtime, prompt: prompt)
    } catch {
      guard let words = Self.trouble(in: error) else { throw error }
      return try await hold(attempt, words)
    }
    let before = try await surroundings()
    let firstLine = spool.lastLine + 1
    let references = try KeptReferences(of: place, in: governed)
    let end: ProcessEnd
    do {
      end = try await hearing(attempt, command.patience) {
        try await command.run(into: spool, stop: stop)
      }
      try restore(references)
    } catch let error as LaunchFailure {
      seclusion.abandon()
      spool.note(error.description)
      try await carryOut(
        .finish(
          Finished(started: attempt.id, outcome: .failed, seconds: 0, notes: [error.message])))
      try await carryOut(.fail(reason: "\(error.message) (\(error.hint))"))
      return
    }
    let tampering = try await tampering(since: before)
    let brought: [String]
    do { brought = try await seclusion.end(lane: attempt.lane) } catch {
      return try await hold(attempt, "what the worker did cannot be taken in: \(error)")
    }
    try await finish(
      attempt, end, in: worktree, as: worker, since: firstLine,
      notes: tampering + brought)
  }

  /// What the worker is, with all that bounds it and keeps it apart.
  private func command(
    of attempt: Attempt, in worktree: LaneWorktree, runtime: any Runtime, prompt: String
  ) async throws -> (SupervisedCommand, Seclusion) {
    try Folder.write(Array(prompt.utf8), to: place.promptFile)
    let plan = try runtime.launch(
      LaunchRequest(
        packet: packet.id, base: attempt.base, attempt: attempt.number, prompt: prompt,
        promptFile: place.promptFile, outbox: place.outbox, artifacts: place.artifacts,
        directory: worktree.path, command: packet.work.command, model: packet.work.model,
        tier: packet.work.tier, session: SessionID.fresh()))
    var command = SupervisedCommand(plan, in: worktree.path, from: setting.environment)
    command.environment[LanePlace.markVariable] = place.directory
    command.limits = RunLimits(timeSeconds: packet.work.timeoutSeconds)
    command.limits.graces = setting.graces
    command.limits.resources = setting.resources
    command.heldLock = lock.rawDescriptor
    let seclusion = try await seclude(&command, in: worktree, showing: plan.shown)
    return (command, seclusion)
  }

  /// What is wrong with the machine or the request, not with the worker; nil for a fault of ours.
  private static func trouble(in error: any Error) -> String? {
    switch error {
    case let trouble as LaneTrouble: trouble.text
    case let error as GitError: error.description
    case let failure as SystemFailure: failure.description
    case let refusal as RuntimeRefusal: "\(refusal.message) (\(refusal.hint))"
    default: nil
    }
  }

  /// Keeps all that the worker left and records how it ended.
  private func finish(
    _ attempt: Attempt, _ end: ProcessEnd, in worktree: LaneWorktree, as worker: PrincipalName,
    since firstLine: Int, notes brought: [String]
  ) async throws {
    let taken: LaneTakings.Taken
    do {
      // A worker may have moved it.
      let present = try await place(attempt.lane)
      let takings = LaneTakings(
        governed: governed, worktree: present, spool: place.spool, actor: setting.actor,
        now: setting.now)
      taken = try await takings.take(attempt, of: packet, as: worker, sinceLine: firstLine)
    } catch {
      // Whatever a worker broke, its packet does not say for ever that it runs.
      return try await hold(attempt, LaneTakings.failure(error, in: worktree), end, brought)
    }
    let isTampered = brought.contains { $0.hasPrefix(Surroundings.mark) }
    let outcome = (isTampered ? .tampered : Outcome(end, changed: taken.isNew))
      .delivering(
        packet.work.delivers, isReported: packet.isReported(attempt, with: taken.artifacts))
    let crowd = end.crowd(setting.resources).map { [$0] } ?? []
    var notes = takeObservations() + brought + taken.notes + end.notes + crowd
    notes += packet.deliveryNotes(outcome, head: taken.head, isNew: taken.isNew)
    if outcome == .failed || outcome == .crashed, let words = taken.lastLine {
      notes.append(Finished.lastWords + words)
    }
    for note in notes { spool.note(note) }
    let status = end.status.numbers
    try await carryOut(
      .finish(
        Finished(
          started: attempt.id, outcome: outcome, exit: status.exit, signal: status.signal,
          head: taken.head, seconds: Int((end.milliseconds + 500) / 1000),
          transcript: taken.transcript, notes: notes, artifacts: taken.artifacts)))
    let code = status.exit.flatMap { $0 == 0 ? nil : ", exit \($0)" }
    spool.note("attempt \(attempt.number) ended: \(outcome.words)\(code ?? "")")
  }

  /// Something other than the worker is wrong: the packet waits until a person has seen to it.
  private func hold(
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

  private func runtime() throws -> any Runtime {
    guard let name = RuntimeName(packet.work.runtime) else {
      throw RuntimeRefusal(nil, .noneReady)
    }
    return try setting.runtimes.runtime(named: name)
  }

  private func brief(
    _ number: Int, _ reason: AttemptReason, worker: PrincipalName, lane: ReferenceName,
    base: ObjectID
  ) throws -> LaneBrief {
    let story = LaneStory(of: packet, in: governed.repository)
    return LaneBrief(
      packet: packet, number: number, reason: reason, worker: worker, lane: lane, base: base,
      prompt: try story.prompt(), gates: policy.gates, before: packet.attempts.last?.end,
      report: try story.report(), revision: story.revision(), messages: packet.messages)
  }
}

/// What stood in a worker's way before it could start, and is not its fault.
struct LaneTrouble: Error {
  let text: String
}

extension ProcessEnd.Status {
  fileprivate var numbers: (exit: Int?, signal: Int?) {
    switch self {
    case .exited(let code): (Int(code), nil)
    case .signalled(let number): (nil, Int(number))
    case .lost: (nil, nil)
    }
  }
}

extension ProcessEnd {
  /// What a person should know of how a worker was ended.
  fileprivate var notes: [String] {
    var notes: [String] = []
    if !leftovers.isEmpty {
      let names = Set(leftovers.map(\.name)).sorted().joined(separator: ", ")
      notes.append("ended what the worker left running: \(names)")
    }
    if survivors > 0 { notes.append("\(survivors) of its processes could not be ended") }
    return notes
  }
}
