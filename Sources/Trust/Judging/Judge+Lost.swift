import Git
public import Model

extension Judge {
  /// How far back on its way a head may have left its branch.
  private static let lostLimit = 10_000

  /// The newest commit before a head, on its first-parent chain, that was of the branch once and
  /// is not at `prev`: a landing that was displaced, or what a rewind took away; nil where there is
  /// none.
  public func newestLost(
    behind head: ObjectID, on branch: ReferenceName, at prev: ObjectID
  ) throws -> ObjectID? {
    let rewound = try rewound(on: branch)
    let ledger = try ledger()
    var next = parents.parent(of: head)
    for _ in 0..<Self.lostLimit {
      guard let commit = next, !isEarlier(commit, than: prev) else { return nil }
      let isClaimed = try ledger.claims(on: commit).contains { $0.landed.branch == branch }
      if isClaimed || rewound.contains(commit) { return commit }
      next = parents.parent(of: commit)
    }
    return nil
  }
}
