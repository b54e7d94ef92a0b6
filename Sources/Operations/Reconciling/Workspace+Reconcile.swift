import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Brings what was cut in half to a valid state, from references alone: all packets, or one.
  ///
  /// A second time it finds nothing to do.
  public func reconcile(_ name: String? = nil) async throws -> Reconciliation {
    try await underLandingLocks(for: .reconciling) { try await reconcileNow(name) }
  }

  private func reconcileNow(_ name: String?) async throws -> Reconciliation {
    let governed = try governed()
    var only: ObjectID?
    if let name {
      only = try PacketNaming(governed: governed).packet(named: name, among: .everyPacket)
    }
    let locks = try await refuseLeftLocks(in: governed)
    let completion = try await completeLanding(in: governed)
    var reconciling = try Reconciling(in: self.governed(), self, only: only)
    for lock in locks {
      reconciling.done.remarks.append("removed a lock that a killed process left: \(lock)")
    }
    if let completion { reconciling.tell(of: completion) }
    try await reconciling.run()
    return reconciling.done
  }
}

/// One run of `reconcile`, under the landing lock.
struct Reconciling {
  let workspace: Workspace
  var governed: GovernedRepository
  let actor: Actor
  /// Nil for all packets.
  let only: ObjectID?
  /// Knows what was there when it was made: whatever is written here needs another.
  var judge: Judge
  var done = Reconciliation() {
    didSet { judge = Judge(governed) }
  }

  var repository: Repository { governed.repository }
  var stamp: Stamp { Stamp(actor, at: workspace.now()) }

  init(
    in governed: GovernedRepository, _ workspace: Workspace, only: ObjectID? = nil
  ) throws {
    self.workspace = workspace
    self.governed = governed
    actor = try governed.actor(environment: workspace.environment)
    self.only = only
    judge = Judge(governed)
  }

  mutating func run() async throws {
    let places = LanePlace.all(leftIn: governed.location.commonDirectory)
      .filter { place in only.map { $0 == place.packet } ?? true }
    try await Tenure.awaitKeepers(of: places.map(\.tenure))
    try restoreReferences(places)
    var chains = BranchChains(repository: repository)
    for reference in try repository.references(under: Layout.packets) {
      guard let id = Layout.packet(of: reference.name), only.map({ $0 == id }) ?? true else {
        continue
      }
      do {
        try await reconcile(id, &chains)
      } catch {
        // One packet that cannot be read is no reason to leave the others as they are.
        let problem = Problem(error)
        done.problems.append(
          "packet \(id.short): \(problem.message)\(problem.hint.map { " (\($0))" } ?? "")")
      }
    }
    if only == nil {
      done.problems += try StrangeReferences(governed: governed).strangers()
      let damaged = DamagedReferences(repository, governed: governed)
      for reference in try damaged.all() {
        done.problems.append("\(reference.sentence): \(await damaged.remedy(for: reference).text)")
      }
    }
    try await landAgain()
    try await carryOutOverrides()
    try await reconcileBreaches()
    try await reconcileWorktrees()
    try await rebuildNotes()
    if !done.actions.isEmpty { try workspace.startQueuedLanes() }
  }

  private mutating func reconcile(_ id: ObjectID, _ chains: inout BranchChains) async throws {
    guard let packet = try judge.packet(id) else { throw NotAPacket(id: id) }
    if let closing = packet.closing {
      if closing.isFinal { return try await clear(packet, landed: packet.landedCommit) }
      return try await rollForward(packet, closing)
    }
    if !packet.state.isOpen { return try await recordClosing(of: packet) }
    if let landed = try landingByHand(of: packet, &chains) {
      return try await record(landed, of: packet)
    }
    try await recoverLane(of: packet)
  }

  mutating func tell(of completion: LandingCompletion) {
    switch completion {
    case .dropped(let intent):
      done.add(
        .landingDropped, intent.packet,
        "a landing of packet \(intent.packet.short) was cut before anything moved")
    case .completed(let report):
      let more = report.remarks.map { "; \($0)" }.joined()
      done.add(
        .landingCompleted, report.packet,
        "packet \(report.packet.short) landed on \(report.branch.short) as \(report.commit.short)"
          + more)
      done.keep(report.closing?.kept ?? [])
    case .displaced(let intent):
      done.add(
        .landingDisplaced, intent.packet,
        "\(intent.landed.branch.short) went another way while packet \(intent.packet.short) "
          + "landed: it is open again")
    case .refused(let intent, let problem):
      done.problems.append("packet \(intent.packet.short): \(problem.message)")
    }
  }

  private mutating func recordClosing(of packet: Packet) async throws {
    let report = try await PacketClosing(workspace: workspace, governed: governed)
      .close(packet, by: actor)
    done.add(
      .closingRecorded, packet.id,
      "packet \(packet.id.short) is \(packet.state.rawValue): the ledger has it now")
    done.keep(report.kept)
  }

  mutating func clear(_ packet: Packet, landed commit: ObjectID?) async throws {
    var report = ClosingReport(packet: packet.id, state: packet.state)
    try await PacketClosing(workspace: workspace, governed: governed)
      .clear(packet, landed: commit, stamp: stamp, &report)
    done.add(
      .cleared, packet.id,
      "packet \(packet.id.short) is \(packet.state.rawValue): what it left behind is gone")
    done.keep(report.kept)
  }

  private mutating func recoverLane(of packet: Packet) async throws {
    if LaneRecovery.isDue(packet, in: governed.location) {
      let recovery = LaneRecovery(governed, try await workspace.laneSetting(governed))
      guard let recovered = try await recovery.recoverUnlessHeld(packet) else { return }
      if let failure = LaneRecovery.failure(of: recovered) {
        done.problems.append("packet \(packet.id.short): \(failure)")
        return done.add(
          .laneRecovered, packet.id,
          "the lane of packet \(packet.id.short) had died: the packet is "
            + "\(recovered.state.rawValue)")
      }
      done.add(
        .laneRecovered, packet.id,
        "the lane of packet \(packet.id.short) had died: what it left is kept, the packet is "
          + "\(recovered.state.rawValue)")
    } else if packet.nextStep(LaneMeans(now: workspace.now())) != .rest,
      !workspace.place(of: packet.id).isHeld,
      // What another clone changed is not started by tidying up.
      try workspace.runsHere(packet, in: governed)
    {
      try startLane(of: packet)
    }
  }

  /// What a lane would do next with a packet that none has, because it died between two steps or
  /// there was no room when the packet was opened.
  private mutating func startLane(of packet: Packet) throws {
    switch try LaneEntrance(workspace: workspace).start(packet) {
    case .started:
      done.add(
        .laneStarted, packet.id,
        "packet \(packet.id.short) was \(packet.state.rawValue) and in no lane: it is in one now")
    case .queued(let reason):
      done.remarks.append("packet \(packet.id.short) waits for a lane: \(reason)")
    }
  }
}
