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
  /// Whether it is about a policy that never was in force: another was first.
  public let isOfLostPolicy: Bool

  /// - Parameter policies: those in force from the first on, as entries name them.
  init(_ entry: StoredEvent, _ policies: Set<Substring>) {
    id = entry.id
    envelope = entry.envelope
    tip = entry.tip
    body = LedgerBody(entry.envelope)
    let named = entry.envelope.subject.prefix { $0 != " " }
    if case .policy = body {
      isOfLostPolicy = !policies.contains(named)
    } else {
      isOfLostPolicy = false
    }
  }
}

extension Workspace {
  /// How many entries are shown where not all are asked for.
  public static let ledgerGlance = 20

  /// The newest entries of the ledger, or all of them, the newest first.
  public func ledger(isWhole: Bool = false) throws -> [LedgerView] {
    let limit = isWhole ? Int.max : Self.ledgerGlance
    let governed = try governed()
    let policies = Set(governed.policies.steps.map { Substring($0.id.short) })
    return try governed.store.newestEntries(limit).map { LedgerView($0, policies) }
  }
}
