import Git
public import Model

extension Store {
  /// The tip that holds what both tips hold, written where it takes a commit. Moves nothing.
  ///
  /// Throws `quarantined` when either holds what no chain may hold, and for policies that
  /// diverged: those never join.
  public func join(
    _ kind: ChainKind, ours: ObjectID, fetched: ObjectID, since known: Chain? = nil
  ) throws -> ObjectID {
    guard ours != fetched else { return ours }
    let mine = try chain(kind, at: ours, since: known)
    let theirs = try chain(kind, at: fetched, since: mine)
    for chain in [mine, theirs] {
      guard let (id, reason) = chain.foreign.first else { continue }
      throw StoreError(.quarantined, "join", on: "the chain with \(id)", reason)
    }
    switch Join(ours: mine, fetched: theirs) {
    case .ours: return ours
    case .fetched: return fetched
    case .both:
      guard kind.joins else {
        throw StoreError(
          .quarantined, "join", on: "the policies \(ours.short) and \(fetched.short)",
          "policy is linear; an owner has to sign again on one of them")
      }
      return try writeJoin(ours, fetched)
    }
  }

  /// Brings the ledger to hold what `tip` holds, such as an entry that others have taken already.
  public func takeIntoLedger(_ tip: ObjectID) async throws {
    for attempt in 0..<Limits.appendAttempts {
      let ours = try repository.target(of: Layout.ledger)
      let met = try meetLedger(ours: ours, fetched: tip).tip ?? tip
      if try met == ours || step(Layout.ledger, from: ours, to: met) {
        return try await pinLedger()
      }
      try await pause(after: attempt)
    }
    throw contention(Layout.ledger)
  }

  func writeJoin(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID {
    let seconds = [
      try repository.committedSeconds(one), try repository.committedSeconds(other),
    ]
    let form = CommitForm(joining: (one, other), parentSeconds: seconds)
    // Every git knows the empty tree, but fsck misses it where it is not written.
    _ = try repository.writeTree([])
    return try repository.writeCommit(form.bytes)
  }
}
