public import Model
import Store
import Trust

/// An entry of the ledger with what it says.
public struct LedgerView: Hashable, Sendable {
  public let id: ObjectID
  public let envelope: Envelope
  /// The packet's tip that it rests on.
  public let tip: ObjectID?
  public let body: LedgerBody

  init(_ entry: StoredEvent) {
    id = entry.id
    envelope = entry.envelope
    tip = entry.tip
    body = LedgerBody(entry.envelope)
  }
}

extension Workspace {
  /// How many entries are shown where not all are asked for.
  public static let ledgerGlance = 20

  /// The newest entries of the ledger, or all of them, the newest first.
  public func ledger(isWhole: Bool = false) throws -> [LedgerView] {
    let limit = isWhole ? Int.max : Self.ledgerGlance
    return try governed().store.newestEntries(limit).map(LedgerView.init)
  }
}
