import Git
import Model
import Runtimes
import Store
import Trust

extension Lane {
  /// What one run of a worker is made of.
  struct Turn {
    let attempt: Attempt
    let worktree: LaneWorktree
    let runtime: any Runtime
    let worker: PrincipalName
    let prompt: String
    let plan: LaunchPlan
  }

  /// Runs one worker from its start to what git says of it.
  func attempt(_ reason: AttemptReason) async throws {
    await lookForBase()
    guard let lane = packet.lane else { return }
    let (base, head) = try origin(of: reason, on: lane)
    let means = try means()
    let name: String
    switch packet.runtime(for: reason, means) {
    case .use(let chosen): name = chosen
    // Between the step and now a provider may have refused another lane.
    case .none(let refusal):
      due = refusal.until
      return
    case .barred(let words):
      _ = try await rest(because: words)
      return
    }
    if let words = try disagreement() {
      _ = try await rest(because: words)
      return
    }
    let runtime = try await runtime(named: name)
    let worker = PrincipalName(name) ?? setting.actor.name
    let conversation = packet.conversation(for: reason, with: name, means).flatMap { SessionID($0) }
    let number = packet.attempts.count + 1
    let prompt = try setting.texts.prompt(
      try await brief(
        number, reason, worker: worker, lane: lane, base: base, in: conversation, of: runtime))
    let worktree = try await place(lane)
    var request = LaunchRequest(
      packet: packet.id, base: base, attempt: number, prompt: prompt,
      promptFile: place.promptFile, outbox: place.outbox, artifacts: place.artifacts,
      directory: worktree.path, command: ownCommand, model: packet.model(with: name),
      tier: packet.work.tier, session: .fresh(),
      isCaged: (try? isolation()) == .sandbox)
    request.compactsFirst = reason == .compaction && conversation != nil
    request.surface = packet.work.surface
    request.repository = mainWorktree
    let planned = Result { [request] in
      if let conversation { return try runtime.resume(conversation, request) }
      return try runtime.launch(request)
    }
    // The program may yet tell another; what it tells stands in the record of its end.
    let session = (conversation ?? (try? planned.get())?.session)?.text
    // Before the event that others may fetch: it says whose the attempt is.
    try self.place.claim(after: number)
    try await carryOut(
      .start(
        Started(
          number: number, reason: reason, runtime: name, worker: worker,
          model: packet.model(with: name), session: session, lane: lane, head: head, base: base,
          // One that nobody knows is told when the worker is to be kept apart by it.
          isolation: (try? isolation())?.rawValue, version: runtime.knownVersion)))
    place.endInsistence()
    guard let attempt = packet.currentAttempt else { return }
    if let session { try place.remember(conversation: session) }
    spool.note(
      AttemptMark(number: number, runtime: name, on: packet.work.surface).note)
    let plan: LaunchPlan
    do {
      plan = try planned.get()
      if reason == .replay { try await setBack(worktree, to: head) }
      try await prepare(worktree, at: head, number: number)
    } catch {
      guard let words = Self.trouble(in: error) else { throw error }
      return try await hold(attempt, words)
    }
    try await work(
      Turn(
        attempt: attempt, worktree: worktree, runtime: runtime, worker: worker, prompt: prompt,
        plan: plan))
  }

  /// Where people work on the repository themselves; nil where nobody does, in a bare one.
  private var mainWorktree: String? {
    let common = location.commonDirectory
    return common.hasSuffix("/.git") ? String(common.dropLast("/.git".count)) : nil
  }

  /// The protected branch's value for an attempt, and the commit that its worker begins on.
  private func origin(
    of reason: AttemptReason, on lane: ReferenceName
  ) throws -> (base: ObjectID, head: ObjectID) {
    if reason == .replay, let first = packet.attempts.first { return (first.base, first.head) }
    let base = try base()
    return (base, try governed.repository.target(of: lane) ?? base)
  }

  private func work(_ turn: Turn) async throws {
    let (command, seclusion): (SupervisedCommand, Seclusion)
    let tmux: TerminalProgram?
    do {
      tmux = try await terminalProgram()
      (command, seclusion) = try await self.command(of: turn)
    } catch {
      guard let words = Self.trouble(in: error) else { throw error }
      return try await hold(turn.attempt, words)
    }
    let before = try await surroundings()
    let firstLine = spool.lastLine + 1
    let references = try KeptReferences(of: place, in: governed)
    let run: WorkerRun
    do {
      run = try await hearing(turn.attempt, command.patience) {
        let run = try await seclusion.keepingLogins {
          try await self.run(command, at: tmux, of: turn)
        }
        // Before its last words are taken in, which go to the packet's own reference.
        try restore(references)
        return run
      }
    } catch let error as LaunchFailure {
      seclusion.abandon()
      return try await notStarted(turn, error)
    }
    let tampering = try await tampering(since: before)
    let brought: [String]
    do { brought = try await seclusion.end(lane: turn.attempt.lane) } catch {
      return try await hold(turn.attempt, "what the worker did cannot be taken in: \(error)")
    }
    try await finish(turn, run, since: firstLine, notes: tampering + brought)
  }

  /// Runs the worker while what it writes is read, and what is said to it is handed on.
  ///
  /// - Parameter tmux: makes the terminal that it is to run at; nil where it is to run at none.
  private func run(
    _ command: SupervisedCommand, at tmux: TerminalProgram?, of turn: Turn
  ) async throws -> WorkerRun {
    let parser =
      try tmux == nil ? turn.runtime.readTranscript(.capture) : TerminalTranscriptParser()
    let listener = RunListener(parser, passingTo: spool) { [stop] in stop.request(.hopeless) }
    let pane = try tmux.map { try self.pane(of: $0, for: command, passingTo: listener) }
    let (started, sink): (SupervisedCommand, any OutputSink) =
      pane.map { ($0.hosted, $0.listener) } ?? (command, listener)
    var end = try await stop.duringTurn {
      try await started.run(into: sink, stop: stop, steering: steering)
    }
    if let pane { end = try pane.end(of: end) }
    var reading = listener.reading
    if let status = end.status.numbers.exit, let kind = turn.runtime.failure(ofExit: status) {
      reading.take(exit: status, meaning: kind)
    }
    let delivered = steering.delivered
    return WorkerRun(
      end: end, surface: packet.work.surface, reading: reading, doom: listener.doom,
      unheard: Array(delivered.dropFirst(min(end.taken, delivered.count))))
  }

  private func notStarted(_ turn: Turn, _ error: LaunchFailure) async throws {
    spool.note(error.description)
    try await carryOut(
      .finish(
        Finished(
          started: turn.attempt.id, outcome: .failed, seconds: 0, notes: [error.message])))
    try await carryOut(.fail(reason: "\(error.message) (\(error.hint))"))
  }

  /// What the worker is, with all that bounds it and keeps it apart.
  private func command(of turn: Turn) async throws -> (SupervisedCommand, Seclusion) {
    try Folder.write(Array(turn.prompt.utf8), to: place.promptFile)
    var command = SupervisedCommand(turn.plan, in: turn.worktree.path, from: setting.environment)
    command.environment[LanePlace.markVariable] = place.directory
    command.interruption = try turn.runtime.interrupt(.owned(turn.plan.session))
    command.limits = RunLimits(timeSeconds: packet.work.timeoutSeconds)
    if turn.runtime.name != .exec {
      command.limits.firstOutputSeconds = setting.patience.firstWordSeconds
      command.limits.silenceSeconds = setting.patience.silenceSeconds
    }
    command.limits.graces = setting.graces
    if packet.work.surface == .terminal { prepareForTerminal(&command, of: turn) }
    command.limits.resources = setting.resources
    command.heldLock = lock.rawDescriptor
    let seclusion = try await seclude(&command, in: turn.worktree, showing: turn.plan.shown)
    // The cage is the one that the packet asks for now: another clone's word may just have come.
    if let words = try disagreement() {
      seclusion.abandon()
      throw LaneTrouble(text: words)
    }
    return (command, seclusion)
  }

  /// What is wrong with the machine or the request, not with the worker; nil for a fault of ours.
  static func trouble(in error: any Error) -> String? {
    switch error {
    case let trouble as LaneTrouble: trouble.text
    case let error as GitError: error.description
    case let failure as SystemFailure: failure.description
    case let refusal as RuntimeRefusal: "\(refusal.message) (\(refusal.hint))"
    default: nil
    }
  }

  private func runtime(named text: String) async throws -> any Runtime {
    guard let name = RuntimeName(text) else { throw RuntimeRefusal(nil, .noneReady) }
    return try await setting.runtimes.askedRuntime(named: name)
  }
}

extension Packet {
  /// The model that was asked for, which only the packet's own runtime knows by that name.
  fileprivate func model(with runtime: String) -> String? {
    runtime == work.runtime ? work.model : nil
  }
}

/// What stood in a worker's way before it could start, and is not its fault.
struct LaneTrouble: Error {
  let text: String
}
