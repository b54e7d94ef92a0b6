public import Git
public import Model

extension Store {
  /// The entries behind another tip of the ledger, such as one seen at a remote, that an index
  /// has not, causes first.
  public func entries(
    behind tip: ObjectID, beyond index: LedgerIndex
  ) throws(GitError) -> [StoredEvent] {
    guard !index.contains(tip) else { return [] }
    let walk = LedgerWalk(rules: rules(.ledger)) { index.record(of: $0)?.clock }
    var found: [StoredEvent] = []
    for record in try walk.found(from: tip).records where record.kind != nil {
      if case .event(let event) = try CommitShape(record.id, in: repository).content {
        found.append(event)
      }
    }
    return found.sorted(by: StoredEvent.precedes)
  }
}
