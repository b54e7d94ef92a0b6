import Git
import Model
import Store
import Trust

/// The packets of a clone as they stand by their events and the ledger, closed ones included.
struct PacketBook {
  let governed: GovernedRepository

  /// Nil where nobody here knows the packet.
  func packet(_ id: ObjectID) throws -> Packet? {
    let tip =
      try governed.repository.target(of: Layout.packet(id))
      ?? governed.store.ledgerIndex().records(ofPacket: id).last { $0.tip != nil }?.tip
    guard let tip else { return nil }
    return try governed.storyOfPacket(at: tip)?.closed(by: try closing(of: id))
  }

  func closing(of packet: ObjectID) throws -> Closing? {
    Closing.winner(
      try governed.store.ledgerIndex().records(ofPacket: packet).compactMap { record in
        let claim: Closing.Claim
        switch record.kind {
        case .rejected: claim = .rejected
        case .cancelled: claim = .cancelled
        case .reported: claim = .reported
        case .landed:
          guard let commit = record.commit else { return nil }
          claim = .landed(commit: commit, .confirmed)
        default: return nil
        }
        return Closing(
          id: record.id, claim: claim, clock: record.clock, author: PrincipalName("x")!,
          at: record.at)
      })
  }
}
