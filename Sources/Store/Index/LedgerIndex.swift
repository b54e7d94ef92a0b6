public import Model

/// What the ledger has, by packet and by landed commit, without reading it: a cache that is made
/// from the ledger and may be thrown away.
///
/// It finds entries and is never evidence: whoever decides by an entry reads its commit. What
/// counts for nothing in the ledger is not found here.
public struct LedgerIndex {
  /// The ledger's tip that this is about; nil where there is no ledger.
  public let tip: ObjectID?
  let file: LedgerIndexFile?
  /// What was read since the file was made, by id.
  let recent: [ObjectID: LedgerRecord]
  /// Whether it also has entries that are not behind the tip.
  let isWidened: Bool

  init(
    tip: ObjectID?, file: LedgerIndexFile? = nil, recent: [ObjectID: LedgerRecord] = [:],
    isWidened: Bool = false
  ) {
    self.tip = tip
    self.file = file
    self.recent = recent
    self.isWidened = isWidened
  }
}

extension LedgerIndex {
  /// The clock on which the next entry builds.
  public var clock: Int64? { tip.flatMap { record(of: $0)?.clock } }

  /// Whether a commit is behind the tip along `previous` and joins: what a ledger that was seen
  /// once must always hold.
  public func contains(_ id: ObjectID) -> Bool { record(of: id) != nil }

  public func record(of id: ObjectID) -> LedgerRecord? { recent[id] ?? file?.record(of: id) }

  /// The entries about a packet, causes first.
  public func records(ofPacket id: ObjectID) -> [LedgerRecord] {
    merged(file?.records(ofPacket: id)) { $0.packet == id }
  }

  /// The entries that claim that `commit` holds a packet's work, causes first.
  public func records(landing commit: ObjectID) -> [LedgerRecord] {
    merged(file?.records(landing: commit)) { $0.commit == commit }
  }

  /// The entries about branches and policy, causes first: adoptions, overrides, breaches.
  public func notable() -> [LedgerRecord] {
    merged(file?.notable()) { $0.isNotable }
  }

  /// Those of `ids`, which must be sorted, that any entry is about.
  public func packets(among ids: [ObjectID]) -> Set<ObjectID> {
    let wanted = Set(recent.values.compactMap(\.packet))
    return Set(file?.packets(among: ids) ?? []).union(ids.filter(wanted.contains))
  }

  /// The packets whose ids begin with these hex digits, sorted, at most `limit` of them.
  public func packets(startingWith digits: String, limit: Int = .max) -> [ObjectID] {
    let recent = recent.values.compactMap(\.packet).filter { $0.hex.hasPrefix(digits) }
    let all = Set(recent).union(file?.packets(startingWith: digits, limit: limit) ?? [])
    return Array(all.sorted().prefix(limit))
  }

  /// Those of `ids` that are `tip` or behind it.
  public func behind(_ tip: ObjectID, among ids: some Sequence<ObjectID>) -> Set<ObjectID> {
    guard let last = record(of: tip) else { return [] }
    if isLine {
      return Set(ids.filter { id in record(of: id).map { $0.clock <= last.clock } ?? false })
    }
    var (found, wanted): (Set<ObjectID>, Set<ObjectID>) = ([], Set(ids))
    var (stack, looked) = ([tip], Set<ObjectID>())
    while !wanted.isEmpty, let id = stack.popLast() {
      guard looked.insert(id).inserted, let record = record(of: id) else { continue }
      if wanted.remove(id) != nil { found.insert(id) }
      switch record.previous {
      case .none: break
      case .one(let before): stack.append(before)
      case .joined(let one, let other): stack += [one, other]
      }
    }
    return found
  }

  /// Whether every entry has all others before or behind it, in the order of their clocks.
  private var isLine: Bool {
    !isWidened && file?.joinCount ?? 0 == 0 && !recent.values.contains(where: \.isJoin)
  }

  var recordCount: Int { (file?.count ?? 0) + recent.count }
  var allRecords: [LedgerRecord] { (file?.records ?? []) + recent.values }

  private func merged(
    _ old: [LedgerRecord]?, _ isWanted: (LedgerRecord) -> Bool
  ) -> [LedgerRecord] {
    ((old ?? []) + recent.values.filter(isWanted)).sorted(by: LedgerRecord.precedes)
  }
}

extension LedgerRecord {
  var isNotable: Bool { kind.map(Self.notableKinds.contains) ?? false }
}
