import Git
import Lanes
import Model
import Store
import Trust

extension Syncing {
  /// Records what the joined events add up to, and clears away what is closed for good.
  ///
  /// Nobody may land meanwhile: a landing and this would clear away the same packet.
  mutating func settle() async throws {
    let directory = governed.location.commonDirectory
    guard let lock = try await LandingLock.take(in: directory, for: .sharing) else {
      throw Problem(
        lockedBy: LandingLock.holder(in: directory), waitedSeconds: LandingLock.waitSeconds)
    }
    defer { lock.release() }
    if let completion = try await completeLanding() { tell(of: completion) }
    try await settleUnderLock()
    try point(.settled)
  }

  /// The same for who holds the landing lock.
  mutating func settleUnderLock() async throws {
    renewJudge()
    try await recordClosings()
    try await recordLandings()
    closed = try closedForGood()
    try await archiveLate()
    try await keepHeads()
    try await clear()
    try await reopen()
  }

  /// Completes a landing on this remote that was cut: what was fetched tells what became of it.
  mutating func completeLanding() async throws -> LandingCompletion? {
    guard let intent = try store.landingIntent(), intent.remote == remote.name else { return nil }
    let completion = try await workspace.completeLanding(intent, on: remote.name, in: governed)
    try look()
    return completion
  }

  private mutating func tell(of completion: LandingCompletion) {
    switch completion {
    case .completed(let landed):
      report.remarks.append(
        "packet \(landed.packet.short) landed on \(landed.branch.short) as "
          + "\(landed.commit.short), and that was cut short")
      report.remarks += landed.remarks
    case .dropped(let intent):
      report.remarks.append(
        "a landing of packet \(intent.packet.short) was cut before it got to \(remote.name)")
    case .refused(_, let problem): report.remarks.append(problem.message)
    case .displaced: break
    }
  }

  /// Packets that are closed by what several clones said of them, and that nobody has recorded.
  private mutating func recordClosings() async throws {
    for id in touched.sorted() where !isAtWork(id) {
      guard let packet = try judge.packet(id), !packet.state.isOpen, packet.closing == nil,
        governed.policy.lets(actor, close: packet)
      else { continue }
      do {
        let done = try await PacketClosing(workspace: workspace, governed: governed)
          .close(packet, by: actor)
        tell(done)
      } catch { tell(error, of: id) }
      try look()
    }
  }

  /// Landings that nobody has recorded, on branches as they are shared: the entry goes where the
  /// branch is, so that nothing that is said later takes the proof away.
  private mutating func recordLandings() async throws {
    guard UnclaimedLandings.areFor(actor), !apart.contains(Layout.ledger) else { return }
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      guard let value = try judge.truth(of: branch) else { continue }
      let landings = UnclaimedLandings(governed: governed, judge: judge)
      for landing in try landings.all(on: branch, upTo: value) {
        do {
          try await record(landing, on: branch)
        } catch { tell(error, of: landing.packet) }
        try look()
      }
    }
  }

  /// The entry alone: what the packet leaves behind is cleared away like that of any other.
  private mutating func record(
    _ landing: UnclaimedLanding, on branch: ReferenceName
  ) async throws {
    guard let packet = try judge.packet(landing.packet) else {
      throw NotAPacket(id: landing.packet)
    }
    var reconciling = try Reconciling(in: governed, workspace)
    try await reconciling.record(
      Landed(landing, on: branch), of: packet, at: landing.tip, [.claim, .annotate])
    report.recorded.append(
      SyncReport.Recorded(packet: packet.id, branch: branch, commit: landing.commit))
    report.remarks += reconciling.done.remarks
  }

  private func isAtWork(_ id: ObjectID) -> Bool { workspace.place(of: id).isHeld }

  /// Has the ledger hold what turned up of closed packets at the remote, before it goes there.
  private mutating func archiveLate() async throws {
    var drafts: [EventDraft] = []
    for id in closed.sorted() {
      let name = Layout.packet(id)
      guard let tip = there[name], !apart.contains(name), try !isArchived(tip, of: id) else {
        continue
      }
      if let strange = try store.strangeness(of: tip, .packet, of: id) {
        try setApart(name, tip, strange.reason)
        continue
      }
      let title = try judge.title(of: id) ?? id.short
      drafts.append(EventDraft(.late, of: id, tip: tip, subject: title, stamp: stamp))
      report.late.append(id)
    }
    guard !drafts.isEmpty else { return }
    try await store.append(drafts, to: Layout.ledger, .ledger)
    try look()
  }

  /// Keeps here what was handed in for closed packets and did not land, before it goes there.
  private mutating func keepHeads() async throws {
    for id in closed.sorted() {
      let name = Layout.heads(id)
      guard let tip = there[name], !apart.contains(name), here[name] != tip else { continue }
      do {
        let landed = try judge.closing(of: id)?.landed
        let isLost = try store.work(at: tip).contains { head in
          try landed.map { try !repository.isAncestor(head, of: $0) } ?? true
        }
        let isKept = try repository.references(under: Layout.archives).contains {
          try repository.isAncestor(tip, of: $0.target)
        }
        guard isLost, !isKept else { continue }
        let title = try judge.title(of: id) ?? id.short
        try await store.archive([tip], of: id, titled: title, at: workspace.now())
      } catch let error as GitError {
        try setApart(name, tip, error.detail)
      }
    }
  }

  private func isArchived(_ tip: ObjectID, of id: ObjectID) throws -> Bool {
    // Most often an entry names that very tip, which the index knows.
    if try store.ledgerIndex().records(ofPacket: id).contains(where: { $0.tip == tip }) {
      return true
    }
    return try governed.isArchived(tip, of: id)
  }

  private mutating func clear() async throws {
    let open = closed.filter { here[Layout.packet($0)] != nil || here[Layout.heads($0)] != nil }
    for id in open.sorted() {
      do { try await clear(id) } catch { tell(error, of: id) }
    }
    if !open.isEmpty { try look() }
  }

  private mutating func clear(_ id: ObjectID) async throws {
    guard !isAtWork(id) else {
      report.remarks.append(
        "packet \(id.short) is closed and its lane is at work here: git o8 reconcile clears it "
          + "away when that is done")
      return
    }
    let name = Layout.packet(id)
    if let tip = here[name] {
      if let strange = try store.strangeness(of: tip, .packet, of: id) {
        return try setApart(name, tip, strange.reason, isOurs: true)
      }
      if try !isArchived(tip, of: id) { report.late.append(id) }
    }
    guard let packet = try judge.packet(id) else { throw NotAPacket(id: id) }
    var done = ClosingReport(packet: id, state: packet.state)
    try await PacketClosing(workspace: workspace, governed: governed)
      .clear(packet, landed: packet.landedCommit, stamp: stamp, &done)
    tell(done)
  }

  private mutating func tell(_ done: ClosingReport) {
    if done.isCleared { report.cleared.append(done.packet) }
    report.remarks += done.kept.map { "kept \($0)" }
  }

  private mutating func tell(_ error: any Error, of id: ObjectID) {
    // One packet that cannot be cleared away is no reason to leave the others.
    let remark = "packet \(id.short): \(Problem(error).message)"
    if !report.remarks.contains(remark) { report.remarks.append(remark) }
  }

  /// Gives packets their references back whose landing did not come about, since another was
  /// first: what they said is in the ledger.
  private mutating func reopen() async throws {
    let candidates = try claimed.union(claimedOnLostBranches())
    guard !candidates.isEmpty else { return }
    let index = try store.ledgerIndex()
    for id in candidates.sorted() {
      let closing = try judge.closing(of: id)
      guard closing?.isFinal != true, try closing != nil || canTell(of: id, in: index) else {
        continue
      }
      let name = Layout.packet(id)
      if here[name] == nil {
        guard let tip = try tip(of: id, in: index) else { continue }
        try repository.move(name, from: nil, to: tip)
        here[name] = tip
        for record in index.records(ofPacket: id) {
          guard let landed = try governed.landing(record.id), repository.contains(landed.head)
          else { continue }
          try await store.addHead(landed.head, for: id)
        }
      }
      if closing == nil, !report.reopened.contains(id) { report.reopened.append(id) }
    }
    try look()
  }

  /// Whether any branch by which the packet is said to have landed can be looked at: one that
  /// nobody has fetched says nothing, and nothing is open again for that.
  private func canTell(of id: ObjectID, in index: LedgerIndex) throws -> Bool {
    let claims = try index.records(ofPacket: id).compactMap { record in
      try governed.landing(record.id).map { (entry: record.id, landed: $0) }
    }
    // What owners took back is not there again to be judged: its commits may not come back.
    return try claims.isEmpty
      || claims.contains { claim in
        try judge.truth(of: claim.landed.branch) != nil
          && judge.rewind(takingBack: claim.landed, claimedBy: claim.entry) == nil
      }
  }

  /// Where all that the ledger has of a packet comes together; nil where that is no packet.
  private func tip(of id: ObjectID, in index: LedgerIndex) throws -> ObjectID? {
    var tip: ObjectID?
    for record in index.records(ofPacket: id) {
      guard let next = record.tip, repository.contains(next) else { continue }
      guard case .met(let met) = try store.meet(.packet, of: id, ours: tip, fetched: next).meeting
      else { continue }
      tip = met
    }
    return tip
  }
}

extension Closing {
  /// The commit that landed the packet.
  fileprivate var landed: ObjectID? {
    if case .landed(let commit, .confirmed) = claim { commit } else { nil }
  }
}

extension Policy {
  /// Whether an entry by which `actor` closes the packet would count.
  fileprivate func lets(_ actor: Actor, close packet: Packet) -> Bool {
    guard let body = packet.closingBody else { return false }
    guard let roles = rolesClosing(as: body) else { return true }
    return actor.signer != nil && !(actor.principal?.roles ?? []).isDisjoint(with: roles)
  }
}
