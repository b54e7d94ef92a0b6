import Git
public import Model
import Store

extension Judge {
  /// The owners' rewind that took away what a branch has at `value`, which it had rightly before;
  /// nil where there is none, and where what brought the branch there again is covered.
  ///
  /// - Parameter beyond: whether `value` may also have gone on from what was taken away.
  public func rewindNotFollowed(
    on branch: ReferenceName, at value: ObjectID, orBeyond beyond: Bool = false
  ) throws -> Signed<Override>? {
    try rewinds(of: branch).last { entry in
      guard let last = parents.meeting(of: value, with: entry.body.old),
        beyond || last == value, !parents.holds(last, before: entry.body.new)
      else { return false }
      return try !isLetBack(branch, from: entry.body.new, to: value)
    }
  }

  /// The owners' rewind that took a landing from its branch, which has not come there again; nil
  /// where there is none.
  ///
  /// A clone need not have what was taken away. A rewind that the ledger has after the claim of a
  /// commit which is not here is the likely one then.
  public func rewind(
    takingBack landed: Landed, claimedBy entry: ObjectID
  ) throws -> Signed<Override>? {
    let branch = landed.branch
    let rewinds = try rewinds(of: branch)
    guard !rewinds.isEmpty else { return nil }
    if let present = try truth(of: branch), parents.holds(landed.commit, before: present),
      try rewindNotFollowed(on: branch, at: present, orBeyond: true) == nil
    {
      return nil
    }
    guard try canRead(landed.commit) else {
      let index = try store.ledgerIndex()
      let claimed = index.record(of: entry)?.clock ?? .max
      return rewinds.first { (index.record(of: $0.id)?.clock ?? .min) > claimed }
    }
    return rewinds.first { rewind in
      parents.holds(landed.commit, before: rewind.body.old)
        && !parents.holds(landed.commit, before: rewind.body.new)
    }
  }

  /// The commits of which owners' rewinds leave open whether they are landings: what was taken
  /// away, and the steps that were made from there on again. Blind where not all of that is here.
  public func stepsInDoubt(
    on branch: ReferenceName
  ) throws -> (commits: Set<ObjectID>, isBlind: Bool) {
    let rewinds = try rewinds(of: branch)
    guard !rewinds.isEmpty else { return ([], false) }
    var commits = try rewound(on: branch)
    var isBlind = false
    let present = try truth(of: branch)
    for rewind in rewinds {
      if try !canRead(rewind.body.old) { isBlind = true }
      let again = present.flatMap { parents.chain(from: rewind.body.new, to: $0) }
      commits.formUnion(again ?? [])
    }
    return (commits, isBlind)
  }

  /// Whether the branch came to `value` after it had been taken back: step by step, or by a
  /// later rewind.
  private func isLetBack(
    _ branch: ReferenceName, from taken: ObjectID, to value: ObjectID
  ) throws -> Bool {
    guard parents.holds(taken, before: value) else {
      return try isForward(branch, from: taken, to: value)
    }
    // Not by `history`, which asks this.
    switch try ruling(on: branch, from: taken, to: value, present: taken, now: nil) {
    case .admitted, .rewound: return true
    case .refused: return false
    }
  }
}
