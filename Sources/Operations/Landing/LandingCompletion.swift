import Git
import Lanes
import Model
import Store
import Trust

/// What became of a landing that was found cut in half.
enum LandingCompletion {
  /// Nothing had moved: it is as if it had never begun.
  case dropped(LandingIntent)
  case completed(LandingReport)
  /// The branch went another way.
  case displaced(LandingIntent)
  /// The step is still refused, and why.
  case refused(LandingIntent, Problem)
}

extension Workspace {
  /// Completes the landing that an intent tells of; nil where there is none. The caller holds the
  /// landing lock, and that of sync where it was on its way to a remote: that one is asked.
  func completeLanding(in governed: GovernedRepository) async throws -> LandingCompletion? {
    guard let intent = try governed.store.landingIntent() else { return nil }
    if let remote = intent.remote {
      return try await askAndComplete(intent, on: remote, in: governed)
    }
    try await removeLocks(of: intent)
    guard let entry = try governed.claim(of: intent) else {
      try governed.store.intend(nil)
      return .dropped(intent)
    }
    return try await roll(intent, forwardFrom: entry, in: governed)
  }

  private func askAndComplete(
    _ intent: LandingIntent, on remote: String, in governed: GovernedRepository
  ) async throws -> LandingCompletion {
    guard try LandRemote.isConfigured(remote, in: governed.repository) else {
      // Nothing here has moved, and nobody is left to ask.
      try governed.store.intend(nil)
      return .dropped(intent)
    }
    if try await isKnown(intent, on: remote, in: governed) {
      return try await completeLanding(intent, on: remote, in: governed)
    }
    do {
      try await location.refuseSeveralPlaces(of: remote)
      let remote = self.remote(named: remote, asking: .nobody)
      let meeting = try await LandingMeeting(with: remote, in: governed, self)
      return meeting.completion ?? .dropped(intent)
    } catch {
      var problem = Problem(error)
      problem.message =
        "whether packet \(intent.packet.short) landed on \(remote) is not known: \(problem.message)"
      problem.hint = "git o8 reconcile finds out when \(remote) can be reached"
      return .refused(intent, problem)
    }
  }

  /// Whether branch and claim were seen at the remote already, so that nobody has to be asked.
  private func isKnown(
    _ intent: LandingIntent, on remote: String, in governed: GovernedRepository
  ) async throws -> Bool {
    guard try governed.remote(remote, holds: intent.landed),
      let name = Layout.remote(remote, Layout.ledger),
      let ledger = try governed.repository.target(of: name)
    else { return false }
    try await governed.store.takeIntoLedger(ledger)
    return try governed.claim(of: intent) != nil
  }

  /// Completes a landing on a remote's branch by what that was just seen to hold.
  func completeLanding(
    _ intent: LandingIntent, on remote: String, in governed: GovernedRepository
  ) async throws -> LandingCompletion {
    try await removeLocks(of: intent)
    guard try governed.remote(remote, holds: intent.landed) else {
      try governed.store.intend(nil)
      return .dropped(intent)
    }
    return try await roll(intent, forwardFrom: try governed.claim(of: intent), in: governed)
  }

  /// Removes the locks that the git of a landing left when it was killed.
  func removeLocks(of intent: LandingIntent) async throws {
    let places = try await location.worktrees().map(\.path) + [location.commonDirectory]
    try await StaleLocks.remove(intent.locks, unlessBusyIn: places)
  }

  /// Throws where locks stand in the way that no landing names, so that nobody else may remove
  /// them.
  ///
  /// Those on o8's own references, and on the packed ones that we delete from, are removed and
  /// returned, where they are old, no process has them open and no git is at work.
  func refuseLeftLocks(in governed: GovernedRepository) async throws -> [String] {
    if let intent = try governed.store.landingIntent() { try await removeLocks(of: intent) }
    let branches = try Judge(governed).governedBranches()
    let blocking = StaleLocks.blocking(branches, in: governed.location)
    let places = try await location.worktrees().map(\.path) + [location.commonDirectory]
    let removed = try await StaleLocks.removeAbandoned(
      blocking.filter { StaleLocks.isOurs($0, in: location) }, unlessBusyIn: places)
    let left = try await StaleLocks.standing(among: blocking)
    guard !left.isEmpty else { return removed }
    throw Problem(
      .environment,
      "a git is at work, or died and left its lock:\n" + Problem.list(left.map(\.path)),
      hint: Problem.removeLocks)
  }

  /// Makes the steps behind the claim `entry`, as far as they are not made.
  ///
  /// It is nil where a remote has landed what no ledger claims: then it is claimed first.
  func roll(
    _ intent: LandingIntent, forwardFrom entry: ObjectID?, in governed: GovernedRepository,
    pushingTo meeting: LandingMeeting? = nil
  ) async throws -> LandingCompletion {
    let judge = Judge(governed)
    guard let packet = try judge.packet(intent.packet) else { throw NotAPacket(id: intent.packet) }
    let landed = intent.landed
    let commit = try governed.repository.commit(landed.commit)
    let form: LandingForm =
      landed.commit == landed.head
      ? .fastForward : commit.parents.count == 1 ? .squash : .merge
    let plan = LandingPlan(
      packet: packet, intent: intent, form: form, isCarried: landed.base != landed.prev)
    var run = try LandingRun(plan, in: governed, self)
    run.isRepair = true
    run.report.entry = entry
    run.meeting = meeting
    do {
      try await run.run(from: try firstStep(of: run))
      return .completed(run.report)
    } catch is LandingDisplaced {
      return .displaced(intent)
    } catch let problem as Problem {
      return .refused(intent, problem)
    }
  }
}

extension Workspace {
  /// Where a landing that was cut goes on.
  private func firstStep(of run: LandingRun) throws -> LandingStep {
    if run.meeting != nil { return .push }
    if run.report.entry == nil { return .claim }
    guard run.intent.remote == nil else { return .move }
    let present = try run.governed.repository.target(of: run.landed.branch)
    return present == run.landed.prev ? .move : .verify
  }
}

extension GovernedRepository {
  /// Whether the remote's branch was seen to have a landing.
  fileprivate func remote(_ remote: String, holds landed: Landed) throws -> Bool {
    guard let upstream = Upstream(of: landed.branch, at: remote),
      let there = try repository.target(of: upstream.tracking)
    else { return false }
    return Judge(self).isEarlier(landed.commit, than: there)
  }

  /// The ledger's entry that claims this very landing; nil where none was written.
  fileprivate func claim(of intent: LandingIntent) throws -> ObjectID? {
    let records = try store.ledgerIndex().records(landing: intent.landed.commit)
    return try records.last { record in
      try record.packet == intent.packet && landing(record.id)?.prev == intent.landed.prev
    }?.id
  }

  /// What an entry claims to have landed; nil where it is no such entry.
  func landing(_ entry: ObjectID) throws -> Landed? {
    guard let event = try store.entry(entry), case .landed(let landed) = LedgerBody(event.envelope)
    else { return nil }
    return landed
  }
}
