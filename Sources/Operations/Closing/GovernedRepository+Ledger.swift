import Model
import Store
import Trust

extension GovernedRepository {
  /// Appends an entry to the ledger and returns its id.
  @discardableResult
  func record(
    _ body: LedgerBody, of packet: ObjectID?, tip: ObjectID?, subject: String, stamp: Stamp,
    state: PacketState? = nil
  ) async throws -> ObjectID {
    let draft = EventDraft(
      body, of: packet, tip: tip, subject: subject, stamp: stamp, state: state)
    let entries = try await store.append(
      [draft], to: Layout.ledger, .ledger, signing: stamp.signing)
    return entries[0].id
  }
}
