public import Model
import Store

/// An owner's word by which a branch is no more.
public struct BranchDeletion: Hashable, Sendable {
  /// The ledger's entry.
  public let entry: ObjectID
  /// What the branch held.
  public let old: ObjectID
  public let by: PrincipalName
  public let reason: String
}

extension Judge {
  /// By what owners have deleted a branch, which this clone or a remote may have all the same; nil
  /// where they did not, and where it was made again or landed on since, as far as the ledger tells.
  public func deletion(of branch: ReferenceName) throws -> BranchDeletion? {
    if let known = memory.deletions[branch] { return known }
    let found = try lastDeletion(of: branch)
    memory.deletions[branch] = .some(found)
    return found
  }

  private func lastDeletion(of branch: ReferenceName) throws -> BranchDeletion? {
    guard let (event, forced) = try turns(of: branch).last, let old = forced.old,
      try isOfItsEpoch(forced, at: old), try !hasLandings(branch, after: old)
    else { return nil }
    return BranchDeletion(
      entry: event.id, old: old, by: event.envelope.author, reason: forced.reason)
  }

  /// Whether a commit came to a branch before owners deleted it, and did not come with one that
  /// they made again.
  func isHistory(_ commit: ObjectID, of branch: ReferenceName) throws -> Bool {
    try turns(of: branch).reduce(false) { isHistory, turn in
      if let new = turn.forced.new { return isHistory && !parents.holds(commit, before: new) }
      guard let old = turn.forced.old else { return isHistory }
      return try isHistory
        || parents.holds(commit, before: old) && isOfItsEpoch(turn.forced, at: old)
    }
  }

  /// What owners said that makes or deletes a branch, in the ledger's order.
  private func turns(
    of branch: ReferenceName
  ) throws -> [(event: StoredEvent, forced: Forced)] {
    let said = try ledger().overrides().filter { _, forced in
      forced.branch == branch && (forced.old == nil || forced.new == nil)
    }
    guard !said.isEmpty else { return [] }
    let governance = try governance()
    return try said.filter { try isByOwners(signed($0.event, $0.body), governance) }
      .map { ($0.event, $0.body) }
  }

  private func isOfItsEpoch(_ forced: Forced, at old: ObjectID) throws -> Bool {
    let epoch = try canRead(old) ? epoch(of: forced.branch, at: old) : nil
    return epoch == nil || epoch == forced.epoch
  }

  /// Whether the branch lived on: what landed behind the value that was deleted.
  private func hasLandings(_ branch: ReferenceName, after old: ObjectID) throws -> Bool {
    try ledger().newestClaims().contains { claim in
      try claim.landed.branch == branch && parents.holds(old, before: claim.landed.prev)
        && isSatisfied(claim)
    }
  }
}
