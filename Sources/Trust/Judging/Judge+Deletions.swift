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
  /// By what owners have deleted a branch that is not here; nil where they did not, and where it
  /// was made again or landed on since, as far as the ledger tells.
  public func deletion(of branch: ReferenceName) throws -> BranchDeletion? {
    if let known = memory.deletions[branch] { return known }
    let found = try lastDeletion(of: branch)
    memory.deletions[branch] = .some(found)
    return found
  }

  private func lastDeletion(of branch: ReferenceName) throws -> BranchDeletion? {
    let governance = try governance()
    let last = try ledger().overrides().last { event, forced in
      try forced.branch == branch && (forced.old == nil || forced.new == nil)
        && isByOwners(signed(event, forced), governance)
    }
    guard let (event, forced) = last, forced.new == nil, let old = forced.old else { return nil }
    let epoch = try canRead(old) ? epoch(of: branch, at: old) : nil
    guard epoch == nil || epoch == forced.epoch, try !hasLandings(branch, after: old) else {
      return nil
    }
    return BranchDeletion(
      entry: event.id, old: old, by: event.envelope.author, reason: forced.reason)
  }

  /// Whether the branch lived on: what landed behind the value that was deleted.
  private func hasLandings(_ branch: ReferenceName, after old: ObjectID) throws -> Bool {
    try ledger().newestClaims().contains { claim in
      try claim.landed.branch == branch && parents.holds(old, before: claim.landed.prev)
        && isSatisfied(claim)
    }
  }
}
