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
  /// landing lock.
  func completeLanding(in governed: GovernedRepository) async throws -> LandingCompletion? {
    guard let intent = try governed.store.landingIntent() else { return nil }
    try await removeLocks(of: intent)
    guard let entry = try governed.claim(of: intent) else {
      try governed.store.intend(nil)
      return .dropped(intent)
    }
    return try await roll(intent, forwardFrom: entry, in: governed)
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
      blocking.filter { lock in
        [
          "refs/o8/", "refs/o8-local/", "refs/o8-data/", "refs/heads/o8/", "refs/notes/o8",
          "packed-refs",
        ].contains { lock.hasPrefix("\(location.commonDirectory)/\($0)") }
      }, unlessBusyIn: places)
    let left = try await StaleLocks.standing(among: blocking)
    guard !left.isEmpty else { return removed }
    throw Problem(
      .environment,
      "a git is at work, or died and left its lock:\n" + Problem.list(left.map(\.path)),
      hint: Problem.removeLocks)
  }

  /// Makes the steps behind the claim `entry`, as far as they are not made.
  func roll(
    _ intent: LandingIntent, forwardFrom entry: ObjectID, in governed: GovernedRepository
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
    let isUnmoved = try governed.repository.target(of: landed.branch) == landed.prev
    do {
      try await run.run(from: isUnmoved ? .move : .verify)
      return .completed(run.report)
    } catch is LandingDisplaced {
      return .displaced(intent)
    } catch let problem as Problem {
      return .refused(intent, problem)
    }
  }
}

extension GovernedRepository {
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
