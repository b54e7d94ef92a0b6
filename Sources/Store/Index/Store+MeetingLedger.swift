public import Git
public import Model

/// What becomes of two tips of the ledger.
public struct LedgerMeeting: Sendable {
  /// The tip that both go on from; nothing has moved. Nil where nothing there is a ledger.
  public let tip: ObjectID?
  /// The commits that ours lacked, joins included, causes first.
  public let new: [LedgerRecord]
  /// The commits that do not belong into a ledger at all.
  public var foreign: [ObjectID] = []
}

extension Store {
  /// As for any chain, but only what the index has not is read: the ledger is long.
  ///
  /// A commit that does not belong into a ledger counts for nothing and stops nobody: whoever
  /// puts one there is joined with and left behind.
  public func meetLedger(ours: ObjectID?, fetched: ObjectID) throws(GitError) -> LedgerMeeting {
    guard try kind(of: fetched) == .commit else { return LedgerMeeting(tip: nil, new: []) }
    guard let ours else {
      let index = try ledgerIndex(at: fetched)
      let records = index.allRecords.sorted(by: LedgerRecord.precedes)
      return LedgerMeeting(
        tip: index.contains(fetched) ? fetched : records.last?.id, new: records)
    }
    let index = try ledgerIndex(at: ours)
    if index.contains(fetched) { return LedgerMeeting(tip: ours, new: []) }
    let walk = LedgerWalk(rules: rules(.ledger)) { index.record(of: $0)?.clock }
    let found = try walk.found(from: fetched)
    let new = found.records.sorted(by: LedgerRecord.precedes)
    // What is no entry is never the tip that everybody builds on.
    let isSound = found.records.contains { $0.id == fetched }
    if isSound {
      if found.met.contains(ours) {
        return LedgerMeeting(tip: fetched, new: new, foreign: found.foreign)
      }
      if try substance(of: index, isBehind: fetched, found.records) {
        return LedgerMeeting(tip: fetched, new: new, foreign: found.foreign)
      }
    }
    return LedgerMeeting(tip: try writeJoin(ours, fetched), new: new, foreign: found.foreign)
  }

  private func kind(of id: ObjectID) throws(GitError) -> ObjectKind? {
    try repository.kind(of: id)
  }

  /// Whether all that is said in `index` is behind a tip that was just walked.
  private func substance(
    of index: LedgerIndex, isBehind tip: ObjectID, _ records: [LedgerRecord]
  ) throws(GitError) -> Bool {
    var recent = index.recent
    for record in records { recent[record.id] = record }
    let wide = LedgerIndex(tip: index.tip, file: index.file, recent: recent, isWidened: true)
    let said = Set(index.allRecords.lazy.filter { !$0.isJoin }.map(\.id))
    return wide.behind(tip, among: said).count == said.count
  }
}
