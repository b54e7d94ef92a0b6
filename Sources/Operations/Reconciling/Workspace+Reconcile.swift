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
    guard let lock = try await LandingLock.take(in: location.commonDirectory) else {
      throw Problem(
        .stale, "a landing is under way in this clone", hint: "repeat the command when it is done")
    }
    defer { lock.release() }
    return try await LandingLock.tenure(in: location.commonDirectory).perform { _ in
      try await reconcileNow(name)
    }
  }

  private func reconcileNow(_ name: String?) async throws -> Reconciliation {
    let governed = try governed()
    var only: ObjectID?
    if let name {
      only = try PacketNaming(governed: governed).packet(named: name, among: .everyPacket)
    }
    var reconciling = Reconciling(
      workspace: self, governed: governed,
      actor: try governed.actor(environment: environment), only: only, judge: Judge(governed))
    try await reconciling.run()
    return reconciling.done
  }
}

/// One run of `reconcile`, under the landing lock.
struct Reconciling {
  let workspace: Workspace
  let governed: GovernedRepository
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

  mutating func run() async throws {
    for lock in try await workspace.refuseLeftLocks(in: governed) {
      done.remarks.append("removed a lock that a killed process left: \(lock)")
    }
    if let completion = try await workspace.completeLanding(in: governed) { tell(of: completion) }
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
      done.problems += try StrangeReferences(governed: governed).sentences()
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

  /// A claim whose step the branch has yet to make; with an upstream that is the upstream's.
  private mutating func rollForward(_ packet: Packet, _ closing: Closing) async throws {
    guard let landed = try governed.landing(closing.id),
      let tip = try governed.store.entry(closing.id)?.tip,
      try repository.target(of: landed.branch) == landed.prev,
      try judge.truth(of: landed.branch) == landed.prev
    else { return }
    let checkouts = try await Checkout.all(of: landed.branch, in: governed.location)
    for checkout in checkouts {
      if let obstacle = try await checkout.obstacle(from: landed.prev, to: landed.commit) {
        throw Problem(
          obstacle, in: checkout.path, of: landed.branch,
          then: "git o8 reconcile \(packet.id.short)")
      }
    }
    let intent = LandingIntent(
      packet: packet.id, landed: landed, tip: tip, checkouts: checkouts.map(\.path),
      locks: StaleLocks.named(by: landed.branch, checkouts, in: governed.location))
    try governed.store.intend(intent)
    tell(of: try await workspace.roll(intent, forwardFrom: closing.id, in: governed))
  }

  /// Makes the steps of landings that are behind us and whose branch was moved back since.
  private mutating func landAgain() async throws {
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      for missing in try judge.missingLandings(on: branch) {
        let landed = missing.landed
        guard only.map({ $0 == missing.packet }) ?? true,
          try repository.target(of: Layout.packet(missing.packet)) == nil,
          try repository.target(of: branch) == landed.prev,
          try judge.truth(of: branch) == landed.prev
        else { continue }
        let checkouts = try await Checkout.all(of: branch, in: governed.location)
        let intent = LandingIntent(
          packet: missing.packet, landed: landed, tip: missing.tip,
          checkouts: checkouts.map(\.path),
          locks: StaleLocks.named(by: branch, checkouts, in: governed.location))
        try governed.store.intend(intent)
        tell(of: try await workspace.roll(intent, forwardFrom: missing.entry, in: governed))
      }
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
    } else if packet.nextStep != .rest, !workspace.place(of: packet.id).isHeld,
      workspace.place(of: packet.id).isOurs(packet)
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
