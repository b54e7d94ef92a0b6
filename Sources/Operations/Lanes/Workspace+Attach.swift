import Git
import Lanes
import Model
import Runtimes
import Trust

extension Workspace {
  /// Opens a packet's conversation in the CLI's own program, on the terminal of this process, and
  /// keeps what changed. No lane works on the packet meanwhile.
  ///
  /// - Parameter tell: hears of what is opened before it is.
  public func attach(_ name: String?, tell: (Opening) -> Void) async throws -> Attached {
    try refuseSession(named: name)
    try await Program.gitVersion()
    let (governed, known) = try await packet(named: name)
    try refuseToAttach(to: known)
    let place = place(of: known.id)
    try place.make()
    try await place.tenure.awaitKeepers()
    guard let lock = try FileLock.take(place.lock) else {
      throw Problem(
        .stale, "packet \(known.id.short) is being worked on",
        hint: "git o8 interrupt \(known.id.short) stops its worker, then attach")
    }
    defer { lock.release() }
    let setting = try await laneSetting(governed, asking: .terminal)
    let attached = try await place.tenure.perform { remains in
      var packet = try story(of: known.id, in: governed)
      if packet.liveAttempt != nil {
        packet = try await LaneRecovery(governed, setting).recover(packet, remains: remains ?? [])
      }
      return try await visit(packet, in: governed, setting, tell: tell)
    }
    lock.release()
    try sendOn(attached.packet, since: known)
    return attached
  }

  private func refuseToAttach(to packet: Packet) throws {
    guard packet.state.isOpen else {
      throw Problem(
        .refused, "packet \(packet.id.short) is \(packet.state.rawValue)",
        hint: "git o8 log \(packet.id.short) shows what its worker said")
    }
    if packet.liveAttempt != nil, let elsewhere = runsElsewhere(packet) {
      throw Problem(.refused, "\(elsewhere)", hint: "attach to it there")
    }
  }

  /// Runs the program, with the packet's lock held.
  private func visit(
    _ packet: Packet, in governed: GovernedRepository, _ setting: Lane.Setting,
    tell: (Opening) -> Void
  ) async throws -> Attached {
    guard let lane = packet.lane else { throw NotAPacket(id: packet.id) }
    let worktree = try await LaneWorktree.of(
      packet, on: lane, in: location, root: setting.worktrees)
    let conversation = try conversation(of: packet, in: worktree)
    let plan = try await setting.runtimes.askedRuntime(named: conversation.runtime).attach(
      to: conversation.session, in: worktree.path)
    guard plan.files != nil || !conversation.isApart || plan.own.isEmpty else {
      throw Problem(
        .refused,
        "the conversation of packet \(packet.id.short) is in a database of its lane's, apart from "
          + "the user's: \(conversation.runtime) cannot open it outside of its cage",
        hint: "git o8 resume \(packet.id.short) MESSAGE has it go on")
    }
    guard
      let before = try await worktree.takeSnapshot(because: "before a person's turn", at: now())
    else {
      throw Problem(
        .noSuchThing, "the worktree of packet \(packet.id.short) is gone: \(worktree.path)",
        hint: "git o8 show \(packet.id.short) tells how its worker can make it anew")
    }
    let opening = Opening(
      packet: packet.id, runtime: conversation.runtime, session: conversation.session,
      worktree: worktree.path)
    tell(opening)
    let place = place(of: packet.id)
    let own = OwnPlaces(plan.own, of: place, home: environment["HOME"])
    let lending = try lend(plan.files, in: own)
    let run: Int32?
    do {
      run = try await Visit(place: place, environment: environment)
        .exitStatus(of: plan, in: worktree.path)
    } catch {
      try lending.map(own.takeBack)
      throw error
    }
    try lending.map(own.takeBack)
    let after =
      try await worktree.takeSnapshot(because: "after a person's turn", at: now()) ?? before
    let repository = try Repository(location)
    let changes = try repository.changes(from: before.commit, to: after.commit)
    let tip = try repository.target(of: lane)
    let present = try governed.storyOfPacket(packet.id) ?? packet
    return Attached(
      opening: opening, packet: present, exit: run, snapshot: after.commit,
      changed: changes.map(\.path),
      isCommitted: try tip.map { try repository.treeID($0) == after.tree } ?? false,
      nextCommand: nextCommand(for: present))
  }

  private func lend(_ files: ConversationFiles?, in own: OwnPlaces) throws -> Lending? {
    do {
      return try files.map(own.lend)
    } catch let refusal as LendingRefusal {
      throw Problem(.refused, refusal.text, hint: refusal.hint)
    }
  }

  private func conversation(
    of packet: Packet, in worktree: LaneWorktree
  ) throws(Problem) -> (runtime: RuntimeName, session: SessionID, isApart: Bool) {
    guard let last = packet.lastConversation else {
      throw Problem(
        .noSuchThing, "packet \(packet.id.short) has no conversation that could be opened",
        hint: worktree.isThereInPart
          ? "its files are in \(worktree.path)" : "git o8 show \(packet.id.short)")
    }
    guard place(of: packet.id).conversations.contains(last.session.text) else {
      throw Problem(
        .noSuchThing,
        "the conversation \(last.runtime):\(last.session) of packet \(packet.id.short) "
          + "is not on this machine",
        hint: "attach where its worker ran, or have it go on here: git o8 resume "
          + "\(packet.id.short) --here")
    }
    return last
  }

  /// Who had it go on meanwhile found its lock held, and took that for a lane at work.
  private func sendOn(_ packet: Packet, since known: Packet) throws {
    guard packet.log.count > known.log.count, packet.mayMoveByItself,
      place(of: packet.id).isOurs(packet)
    else { return }
    _ = try LaneEntrance(workspace: self).start(packet)
  }
}

/// A person's turn at a program that has the terminal.
private struct Visit {
  let place: LanePlace
  let environment: [String: String]

  /// How often it is looked whether somebody asked for its end.
  private static let tickMilliseconds = 100

  /// Nil where it was ended because somebody asked for that: by a signal to this process, or with
  /// `interrupt` and `cancel`.
  func exitStatus(of plan: InteractivePlan, in directory: String) async throws -> Int32? {
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop, keysAreFor: .programOnTerminal)
    defer { withExtendedLifetime(signals) {} }
    for request in LaneControl.Request.allCases { _ = place.control.take(request) }
    let listening = Task { [place] in await place.control.forward(to: stop) }
    defer { listening.cancel() }
    let program = Program(plan.executable, environment: .exactly(environment))
    let running = Task {
      try await program.runOnTerminal(
        plan.arguments, in: directory, environment: Workspace.misleadingVariables)
    }
    let watching = Task {
      while stop.requests.isEmpty {
        try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
      }
      running.cancel()
    }
    defer { watching.cancel() }
    let result = await running.result
    return stop.requests.isEmpty ? try result.get() : nil
  }
}
