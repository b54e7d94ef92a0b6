import Model
import Trust

/// The packets of a clone as they stand by their events and the ledger, closed ones included.
struct PacketBook {
  private let judge: Judge

  init(governed: GovernedRepository) { judge = Judge(governed) }

  /// Nil where nobody here knows the packet, or its chain cannot be read.
  func packet(_ id: ObjectID) throws -> Packet? { try judge.packet(id) }

  /// Its landing, where that is not final yet.
  func pendingLanding(of packet: Packet) throws -> PendingLanding? {
    try judge.pendingLanding(of: packet)
  }

  /// The closing that holds; nil for an open packet.
  func closing(of packet: ObjectID) throws -> Closing? { try judge.closing(of: packet) }
}
