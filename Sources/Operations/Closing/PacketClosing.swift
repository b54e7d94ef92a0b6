import Git
import Lanes
import Model
import Store
import Trust

/// Closes packets: first the ledger says so, then what nobody needs any more goes.
///
/// Whatever is cut in half is done by doing it again: each step looks at what is there.
struct PacketClosing {
  let workspace: Workspace
  let governed: GovernedRepository

  /// Records what the packet's own events say, that it is rejected, cancelled or reported, and
  /// clears away its lane and references. The entry is signed where policy reserves the kind.
  func close(
    _ packet: Packet, by actor: Actor, asking: Asking = .nobody
  ) async throws -> ClosingReport {
    guard let body = packet.closingBody else {
      throw Refusal(.state, "packet \(packet.id.short) is \(packet.state.rawValue), not closed")
    }
    let stamp = Stamp(actor, at: workspace.now())
    var report = ClosingReport(packet: packet.id, state: packet.state)
    let known = try Judge(governed).closing(of: packet.id)
    if known?.isFinal != true {
      guard let tip = try governed.repository.target(of: Layout.packet(packet.id)) else {
        throw NotAPacket(id: packet.id)
      }
      let isReserved = governed.policy.rolesClosing(as: body) != nil
      let entryStamp = Stamp(
        actor, at: stamp.at, isSigned: isReserved, asking: asking.prompt)
      report.entry = try await governed.record(
        body, of: packet.id, tip: tip, subject: packet.title, stamp: entryStamp,
        state: packet.state)
    }
    try await clear(packet, landed: nil, stamp: stamp, &report)
    return report
  }

  /// Takes away what a packet that is closed for good leaves behind in this clone.
  ///
  /// The packet's own reference goes last: while it is there, `reconcile` knows what to do.
  func clear(
    _ packet: Packet, landed commit: ObjectID?, stamp: Stamp, _ report: inout ClosingReport
  ) async throws {
    try await removeLane(of: packet, landed: commit, at: stamp.at, &report)
    try await dropHeads(of: packet, landed: commit, at: stamp.at)
    try await dropChain(of: packet, stamp: stamp)
    let place = workspace.place(of: packet.id)
    // What the lane kept for itself is of no use any more, nor is it a loss where it stays.
    if !place.isHeld { try? place.remove() }
    report.isCleared = true
  }

  private func removeLane(
    of packet: Packet, landed commit: ObjectID?, at instant: Instant,
    _ report: inout ClosingReport
  ) async throws {
    // A branch that somebody brought along stays theirs.
    guard !packet.isAdopted, let lane = packet.lane else { return }
    let remains = LaneRemains(
      workspace: workspace, governed: governed, packet: packet, lane: lane)
    guard try await remains.removeWorktree(at: instant, &report) else { return }
    try await remains.removeBranch(landed: commit, at: instant, &report)
  }

  /// What landed is on its branch; other heads are kept in the month's archive.
  private func dropHeads(
    of packet: Packet, landed commit: ObjectID?, at instant: Instant
  ) async throws {
    let (store, name) = (governed.store, Layout.heads(packet.id))
    for _ in 0..<Limits.appendAttempts {
      guard let tip = try governed.repository.target(of: name) else { return }
      let lost = try store.work(at: tip).filter { try !governed.isOn(commit, $0) }
      if !lost.isEmpty {
        try await store.archive([tip], of: packet.id, titled: packet.title, at: instant)
      }
      if try governed.drop(name, at: tip) { return }
    }
  }

  /// Deletes exactly what the ledger has; what came meanwhile is recorded as late first.
  private func dropChain(of packet: Packet, stamp: Stamp) async throws {
    let name = Layout.packet(packet.id)
    for _ in 0..<Limits.appendAttempts {
      guard let tip = try governed.repository.target(of: name) else { return }
      // An entry that others wrote may have been fetched and not taken yet.
      if let entry = packet.closing?.id, try !governed.isArchived(tip, of: packet.id) {
        try await governed.store.takeIntoLedger(entry)
      }
      if try !governed.isArchived(tip, of: packet.id) {
        try await governed.record(
          .late, of: packet.id, tip: tip, subject: packet.title, stamp: stamp)
      }
      if try governed.drop(name, at: tip) { return }
    }
  }
}

extension GovernedRepository {
  fileprivate func isOn(_ commit: ObjectID?, _ head: ObjectID) throws -> Bool {
    guard let commit else { return false }
    return try repository.isAncestor(head, of: commit)
  }

  /// Whether the ledger's own history holds that tip of the packet's chain.
  func isArchived(_ tip: ObjectID, of packet: ObjectID) throws -> Bool {
    guard let ledger = try repository.target(of: Layout.ledger) else { return false }
    return try repository.isAncestor(tip, of: ledger)
  }

  /// Deletes a reference that holds `tip`; false where it holds something else by now.
  fileprivate func drop(_ name: ReferenceName, at tip: ObjectID) throws(GitError) -> Bool {
    do throws(GitError) {
      try repository.move(name, from: tip, to: nil)
      return true
    } catch {
      guard error.code == .modified else { throw error }
      return false
    }
  }
}

extension Policy {
  /// Those of which a holder has to sign such an entry for it to count; nil for everybody.
  func rolesClosing(as body: LedgerBody) -> Set<Role>? {
    let names: [String] =
      switch body {
      case .rejected: ["rejected", "reject"]
      case .cancelled: ["cancelled", "cancel"]
      case .reported: ["reported", "report"]
      default: []
      }
    return names.lazy.compactMap { may[$0] }.first.map { Set($0) }
  }
}

extension Packet {
  /// The entry that its own events ask for; nil while none of them closes it.
  var closingBody: LedgerBody? {
    switch state {
    case .rejected: .rejected(reason: lastReason)
    case .cancelled: .cancelled(reason: lastReason)
    case .reported: .reported(reason: nil)
    default: nil
    }
  }

  private var lastReason: String? {
    for line in log.reversed() where line.ignored == nil {
      switch line.body {
      case .cancelled(let reason): return reason
      case .verdict(let verdict) where verdict.decision == .reject: return verdict.summary
      default: continue
      }
    }
    return nil
  }
}
