public import Git
public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Store {
  /// The ledger as it stands, by its index, which is brought up to date where it is behind.
  public func ledgerIndex() throws(GitError) -> LedgerIndex {
    try ledgerIndex(at: try repository.target(of: Layout.ledger))
  }

  /// The index of the ledger at a tip, such as one that is only proposed.
  public func ledgerIndex(at tip: ObjectID?) throws(GitError) -> LedgerIndex {
    if let knownIndex, knownIndex.tip == tip { return knownIndex }
    let index = try LedgerIndexing(self).index(at: tip, since: knownIndex)
    knownIndex = index
    return index
  }
}

extension Store {
  /// The ledger as it stands and what other tips have beyond it, such as those of remotes. What
  /// cannot be read there is left out.
  public func ledgerIndex(including tips: [ObjectID]) throws(GitError) -> LedgerIndex {
    var index = try ledgerIndex()
    for tip in tips where !index.contains(tip) {
      let known = index
      let walk = LedgerWalk(rules: rules(.ledger)) { known.record(of: $0)?.clock }
      guard let found = try? walk.found(from: tip) else { continue }
      var recent = known.recent
      for record in found.records { recent[record.id] = record }
      index = LedgerIndex(
        tip: known.tip, file: known.file, recent: recent, isWidened: true)
    }
    return index
  }

  /// Whether the ledger as it stands has all that was said behind `seen`, a tip it once had.
  ///
  /// That tip itself may be gone where it was a join: of two clones that joined the same entries
  /// each takes the other's join for its own.
  public func ledgerHolds(_ seen: ObjectID) throws(GitError) -> Bool {
    try ledgerTips(behind: seen) != nil
  }
}

extension Store {
  /// The commits of the ledger as it stands by which it has all that was said behind `seen`, a
  /// tip that it or another clone once had; nil where it has not. See `ledgerHolds`.
  public func ledgerTips(behind seen: ObjectID) throws(GitError) -> [ObjectID]? {
    let index = try ledgerIndex()
    let rules = rules(.ledger)
    var (stack, looked, tips) = ([seen], Set<ObjectID>(), [ObjectID]())
    while let id = stack.popLast() {
      guard looked.insert(id).inserted else { continue }
      if index.contains(id) {
        tips.append(id)
        continue
      }
      guard repository.contains(id) else { return nil }
      let shape = try CommitShape(id, in: repository)
      guard case .bare = shape.content else { return nil }
      stack += rules.followed(shape)
    }
    return tips
  }
}

/// An index that its reader vouched for, and what the ledger has beyond it.
public struct LedgerGrowth {
  public let before: LedgerIndex
  public let now: LedgerIndex

  /// What came since, in no order.
  public var records: [LedgerRecord] {
    now.recent.values.filter { !before.contains($0.id) }
  }
}

extension LedgerIndex {
  /// The index that bytes of `Store.indexBytes` are; nil where they are none.
  public init?(bytes: [UInt8]) {
    guard let file = LedgerIndexFile(bytes) else { return nil }
    self.init(tip: file.origin.tip, file: file)
  }
}

extension Store {
  /// The index of a ledger that was read as a whole, as bytes to go on from later.
  public func indexBytes(of ledger: Chain) -> [UInt8]? {
    guard ledger.kind == .ledger else { return nil }
    return indexBytes(
      of: ledger.commits.compactMap { LedgerRecord($0.key, $0.value) }, at: ledger.tip)
  }

  /// An index as bytes to go on from later.
  public func indexBytes(of index: LedgerIndex) -> [UInt8]? {
    indexBytes(of: index.allRecords, at: index.tip)
  }

  private func indexBytes(of records: [LedgerRecord], at tip: ObjectID?) -> [UInt8]? {
    guard let identity, let tip else { return nil }
    return LedgerIndexFile.bytes(records, LedgerIndexFile.Origin(repo: identity, tip: tip))
  }

  /// Goes on from an index in these bytes, for which the caller vouches, and not from the file
  /// that any process of the user's may have written.
  ///
  /// Nil where they are no index of this ledger, or the ledger has not all that it has.
  public func goOn(fromIndex bytes: [UInt8]) throws(GitError) -> LedgerGrowth? {
    guard let file = LedgerIndexFile(bytes), file.origin.repo == identity,
      let tip = try repository.target(of: Layout.ledger)
    else { return nil }
    let before = LedgerIndex(tip: file.origin.tip, file: file)
    guard let now = try LedgerIndexing(self).extended(before, to: tip) else { return nil }
    knownIndex = now
    return LedgerGrowth(before: before, now: now)
  }
}

/// Makes an index from the file that is there and what the ledger has beyond it.
private struct LedgerIndexing {
  let rules: ChainRules
  let directory: String

  init(_ store: Store) {
    rules = store.rules(.ledger)
    directory = store.repository.location.commonDirectory + "/o8"
  }

  private var path: String { directory + "/ledger-index" }

  /// Rewriting the file takes longer than reading a few commits again, the more the larger it is.
  private static func mayStayBehind(_ recent: Int, of total: Int) -> Bool {
    recent <= max(8, total / 2000)
  }

  func index(at tip: ObjectID?, since known: LedgerIndex?) throws(GitError) -> LedgerIndex {
    guard let tip else { return LedgerIndex(tip: nil) }
    let old = known?.tip == nil ? filed : known
    if let old, let index = try extended(old, to: tip) { return kept(index, tip) }
    return kept(try extended(LedgerIndex(tip: nil), to: tip) ?? LedgerIndex(tip: tip), tip)
  }

  /// The file, where it is one of this repository's ledger.
  private var filed: LedgerIndex? {
    guard let file = LedgerIndexFile(path), file.origin.repo == rules.identity else { return nil }
    return LedgerIndex(tip: file.origin.tip, file: file)
  }

  /// The index at a tip that has the old one behind it; nil where it has not.
  func extended(_ old: LedgerIndex, to tip: ObjectID) throws(GitError) -> LedgerIndex? {
    if old.tip == tip { return old }
    let walk = LedgerWalk(rules: rules) { old.record(of: $0)?.clock }
    let found = try walk.found(from: tip)
    // All that is known is behind the old tip, so a walk that did not meet that one does not hold
    // the rest either.
    if let before = old.tip, !found.met.contains(before) { return nil }
    var recent = old.recent
    for record in found.records { recent[record.id] = record }
    return LedgerIndex(tip: tip, file: old.file, recent: recent)
  }

  /// The index, written down where it is worth it. What cannot be written is made again next time.
  private func kept(_ index: LedgerIndex, _ tip: ObjectID) -> LedgerIndex {
    guard let repo = rules.identity, isHere(tip),
      !Self.mayStayBehind(index.recent.count, of: index.recordCount) || index.file == nil,
      !index.recent.isEmpty
    else { return index }
    let bytes = LedgerIndexFile.bytes(
      index.allRecords, LedgerIndexFile.Origin(repo: repo, tip: tip))
    _ = mkdir(directory, 0o700)
    _ = MappedFile.replace(path, with: bytes)
    return index
  }

  /// What waits in a quarantine may never become part of this repository.
  private func isHere(_ tip: ObjectID) -> Bool {
    guard rules.repository.location.objects != nil else { return true }
    let present = try? rules.repository.presentTarget(of: Layout.ledger)
    return present == tip
  }
}
