public import Git
public import Model

extension Store {
  /// The newest entries of the ledger that count, the newest first, read one by one from its tip.
  public func newestEntries(_ limit: Int) throws(GitError) -> [StoredEvent] {
    let index = try ledgerIndex()
    guard let tip = index.tip else { return [] }
    let rules = rules(.ledger)
    var found: [StoredEvent] = []
    var (waiting, looked) = (Queue(), Set<ObjectID>())
    waiting.insert(tip, index)
    while found.count < limit, let record = waiting.removeNewest() {
      guard looked.insert(record.id).inserted else { continue }
      let shape = try CommitShape(record.id, in: repository)
      if case .event(let event) = shape.content, record.speaks(as: event) { found.append(event) }
      for parent in rules.followed(shape) { waiting.insert(parent, index) }
    }
    return found
  }

  /// An entry of the ledger by its commit; nil where that is no entry, or not of this ledger.
  public func entry(_ id: ObjectID) throws(GitError) -> StoredEvent? {
    try ledgerIndex().record(of: id).flatMap { record throws(GitError) in try entry(record) }
  }

  /// The entry that an index found; nil where its commit says something else.
  public func entry(_ record: LedgerRecord) throws(GitError) -> StoredEvent? {
    let shape = try CommitShape(record.id, in: repository)
    guard case .event(let event) = shape.content, record.speaks(as: event) else { return nil }
    return event
  }
}

extension LedgerRecord {
  /// Whether the record was made of an event that counts: what counts for nothing has no time.
  fileprivate func speaks(as event: StoredEvent) -> Bool {
    clock == event.envelope.clock && at == event.envelope.at
  }
}

/// Records by age. Only joins make it hold more than one, so it needs no heap.
private struct Queue {
  private var records: [LedgerRecord] = []

  mutating func insert(_ id: ObjectID, _ index: LedgerIndex) {
    guard let record = index.record(of: id) else { return }
    let place = records.firstIndex { LedgerRecord.precedes(record, $0) } ?? records.endIndex
    records.insert(record, at: place)
  }

  mutating func removeNewest() -> LedgerRecord? { records.popLast() }
}
