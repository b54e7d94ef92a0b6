import Model
import Trust

/// The packets of a clone as they stand by their events, the ledger and their branches, closed
/// ones included.
final class PacketBook {
  private let judge: Judge
  private var known: [ObjectID: Packet?] = [:]

  init(governed: GovernedRepository) { judge = Judge(governed) }

  /// Nil where nobody here knows the packet, or its chain cannot be read.
  func packet(_ id: ObjectID) throws -> Packet? {
    if let packet = known[id] { return packet }
    let packet = try judge.packet(id).map(judge.standing)
    known[id] = .some(packet)
    return packet
  }

  /// Its landing, where that is not final yet.
  func pendingLanding(of packet: Packet) throws -> PendingLanding? {
    try judge.pendingLanding(of: packet)
  }

  /// The newest of its landings that the ledger claims and that do not hold; nil where none is.
  func unheldLanding(of packet: Packet) throws -> UnheldLanding? {
    try judge.unheldLandings(of: packet).last
  }

  /// The closing that holds; nil for an open packet.
  func closing(of packet: ObjectID) throws -> Closing? { try judge.closing(of: packet) }
}
