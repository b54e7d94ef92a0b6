import Git
import Model
import Store
import Trust

/// The packets of a clone as they stand by their events and the ledger, closed ones included.
///
/// One book serves one operation: it remembers what it has read.
final class PacketBook {
  let governed: GovernedRepository
  let judge: Judge
  private var hasFetched: Bool?

  init(governed: GovernedRepository) {
    self.governed = governed
    judge = Judge(governed)
  }

  /// Nil where nobody here knows the packet.
  func packet(_ id: ObjectID) throws -> Packet? {
    try mayBeClosed(id) ? try judge.packet(id) : try governed.storyOfPacket(id)
  }

  /// The closing that holds; nil for an open packet.
  func closing(of packet: ObjectID) throws -> Closing? {
    try mayBeClosed(packet) ? try judge.closing(of: packet) : nil
  }

  /// Whether any ledger here speaks of it: only then is there something to judge.
  private func mayBeClosed(_ id: ObjectID) throws -> Bool {
    let index = try governed.store.ledgerIndex()
    if !index.records(ofPacket: id).isEmpty { return true }
    return try isShared
  }

  /// Whether anything of another clone was fetched.
  private var isShared: Bool {
    get throws {
      if let hasFetched { return hasFetched }
      let answer = try !governed.repository.references(under: Layout.remotes).isEmpty
      hasFetched = answer
      return answer
    }
  }
}
