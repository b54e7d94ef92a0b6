import Git
import Model
import Store

/// An entry of the ledger, by what it says.
struct LedgerEntry: Sendable {
  let event: StoredEvent
  let body: LedgerBody

  init(_ event: StoredEvent) {
    self.event = event
    body = LedgerBody(event.envelope)
  }

  var id: ObjectID { event.id }
  var packet: ObjectID? { event.envelope.packet }
}

/// The ledger as a judge asks about it, with the entries that turned up at remotes: found through
/// the index, read from their commits.
final class LedgerReading {
  /// In the order that all readers agree on.
  let adoptions: [(entry: LedgerEntry, body: Adopted)]
  let overrides: [(entry: LedgerEntry, body: Forced)]
  let breaches: [(entry: LedgerEntry, body: Breach)]
  private let store: Store
  private let index: LedgerIndex
  private var read: [ObjectID: LedgerEntry?] = [:]

  /// A landing that an entry claims.
  struct Claim: Hashable, Sendable {
    let id: ObjectID
    let packet: ObjectID
    let tip: ObjectID
    let landed: Landed
  }

  /// - Parameter remoteTips: the ledgers that were seen at remotes.
  init(_ store: Store, remoteTips: [ObjectID]) throws {
    self.store = store
    index = try store.ledgerIndex(including: remoteTips)
    let notable = try index.notable().compactMap { try store.entry($0) }
      .sorted(by: StoredEvent.precedes).map(LedgerEntry.init)
    adoptions = notable.compactMap { entry in
      if case .adopted(let body) = entry.body { (entry, body) } else { nil }
    }
    overrides = notable.compactMap { entry in
      if case .forced(let body) = entry.body { (entry, body) } else { nil }
    }
    breaches = notable.compactMap { entry in
      if case .breach(let body) = entry.body { (entry, body) } else { nil }
    }
  }

  func claims(on commit: ObjectID) throws -> [Claim] {
    try entries(index.records(landing: commit)).compactMap(Claim.init)
  }

  func claims(of packet: ObjectID) throws -> [Claim] {
    try entries(of: packet).compactMap(Claim.init)
  }

  func entries(of packet: ObjectID) throws -> [LedgerEntry] {
    try entries(index.records(ofPacket: packet))
  }

  /// The packets that are closed otherwise than by a landing, the latest first.
  func unlandedPackets(limit: Int, isWanted: (ObjectID) -> Bool) -> [ObjectID] {
    let found = index.packets(startingWith: "").compactMap { packet -> (Int64, ObjectID)? in
      guard isWanted(packet) else { return nil }
      let records = index.records(ofPacket: packet)
      guard let last = records.last, !records.contains(where: { $0.kind == .landed }) else {
        return nil
      }
      return (last.clock, packet)
    }
    return found.sorted { $0 > $1 }.prefix(limit).map(\.1)
  }

  /// Notes `index` for each adoption, override and breach that is behind `tip` and has no note.
  func reach(from tip: ObjectID, into found: inout [ObjectID: Int], as index: Int) {
    let notable = adoptions.map(\.entry.id) + overrides.map(\.entry.id) + breaches.map(\.entry.id)
    let open = notable.filter { found[$0] == nil }
    for id in self.index.behind(tip, among: open) { found[id] = index }
  }

  private func entries(_ records: [LedgerRecord]) throws -> [LedgerEntry] {
    try records.compactMap(entry).sorted { StoredEvent.precedes($0.event, $1.event) }
  }

  private func entry(_ record: LedgerRecord) throws -> LedgerEntry? {
    if let known = read[record.id] { return known }
    let entry = try store.entry(record).map(LedgerEntry.init)
    read[record.id] = .some(entry)
    return entry
  }
}

extension LedgerReading.Claim {
  fileprivate init?(_ entry: LedgerEntry) {
    guard case .landed(let landed) = entry.body, let packet = entry.packet,
      let tip = entry.event.tip
    else { return nil }
    self.init(id: entry.id, packet: packet, tip: tip, landed: landed)
  }
}
