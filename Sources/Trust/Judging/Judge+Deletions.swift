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

  /// By what owners would have deleted a branch on which others had landed by then, so that it is
  /// still there; nil where they did not, and where a policy has seen it since.
  public func outrunDeletion(of branch: ReferenceName) throws -> BranchDeletion? {
    guard let (event, forced) = try wordOfOwners(on: branch)?.entry, forced.new == nil,
      let old = forced.old, try !wasSeenByOwners(branch, after: old, deletedBy: event),
      try hasLivedOn(branch, after: old, deletedBy: event)
    else { return nil }
    return BranchDeletion(
      entry: event.id, old: old, by: event.envelope.author, reason: forced.reason)
  }

  /// Whether owners gave leave to delete what stands at `value`: just that, or what came after it.
  public func mayDelete(_ branch: ReferenceName, at value: ObjectID) throws -> Bool {
    if try override(of: branch, from: value, to: nil) != nil { return true }
    return try deletion(of: branch).map { isEarlier(value, than: $0.old) } ?? false
  }

  private func lastDeletion(of branch: ReferenceName) throws -> BranchDeletion? {
    guard let (event, forced) = try wordOfOwners(on: branch)?.entry, forced.new == nil,
      let old = forced.old, try !hasLivedOn(branch, after: old, deletedBy: event)
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
  private func turns(of branch: ReferenceName) throws -> [(event: StoredEvent, forced: Forced)] {
    let governance = try governance()
    return try ledger().overrides().compactMap { event, forced in
      guard forced.branch == branch, forced.old == nil || forced.new == nil,
        try isByOwners(signed(event, forced), governance)
      else { return nil }
      return (event, forced)
    }
  }

  private func isOfItsEpoch(_ forced: Forced, at old: ObjectID) throws -> Bool {
    let epoch = try canRead(old) ? epoch(of: forced.branch, at: old) : nil
    return epoch == nil || epoch == forced.epoch
  }

  /// The last that owners have forced on a branch, and the value at which that deleted it.
  struct WordOfOwners {
    let entry: (event: StoredEvent, body: Forced)
    let deleted: ObjectID?
  }

  /// Nil where they forced nothing in the branch's epoch.
  func wordOfOwners(on branch: ReferenceName) throws -> WordOfOwners? {
    let governance = try governance()
    let last = try ledger().overrides().last { event, forced in
      try forced.branch == branch && isByOwners(signed(event, forced), governance)
    }
    guard let last else { return nil }
    guard last.body.new == nil, let old = last.body.old else {
      return WordOfOwners(entry: last, deleted: nil)
    }
    guard try isOfItsEpoch(last.body, at: old) else { return nil }
    return WordOfOwners(entry: last, deleted: old)
  }

  /// Why a branch that owners deleted may not stand where it does; nil where it may, and where this
  /// clone only has not heard that it is gone.
  func remade(_ branch: ReferenceName, at tip: ObjectID) throws -> String? {
    guard let word = try wordOfOwners(on: branch), let old = word.deleted,
      try !isForward(branch, from: old, to: tip)
    else { return nil }
    let isStale = try isEarlier(tip, than: old) && !remoteValues(of: branch).contains(tip)
    guard !isStale else { return nil }
    return "\(branch.short) was deleted at \(old.short) by \(word.entry.event.envelope.author), "
      + "and was made again at \(tip.short) without an owner's leave"
  }

  /// Whether somebody whom a policy knows approved what a claim says landed, after `instant`: as much
  /// as can be told of a landing that is not here. Anybody can write the claim itself.
  private func isVouchedFor(_ claim: LandingClaim, since instant: Instant) throws -> Bool {
    let counted = Set(claim.landed.verdicts)
    let candidate = Candidate(packet: claim.packet, tip: claim.tip)
    return try words(candidate)?.verdicts.contains { event, verdict in
      guard counted.contains(event.id), verdict.branch == claim.landed.branch,
        verdict.head == claim.landed.head, event.envelope.at > instant
      else { return false }
      return try isByPrincipal(signed(event, verdict))
    } ?? false
  }

  /// Whether the branch was there after it was deleted: landings behind the deleted value, or a
  /// policy that saw it elsewhere. What cannot be read is no reason to believe that it is gone.
  private func hasLivedOn(
    _ branch: ReferenceName, after old: ObjectID, deletedBy event: StoredEvent
  ) throws -> Bool {
    if try wasSeenByOwners(branch, after: old, deletedBy: event) { return true }
    return try ledger().newestClaims().contains { claim in
      guard claim.landed.branch == branch else { return false }
      guard try canRead(claim.landed.commit) else {
        return try isVouchedFor(claim, since: event.envelope.at)
      }
      return try parents.holds(old, before: claim.landed.prev) && isSatisfied(claim)
    }
  }

  /// Whether owners have signed a policy since that saw the branch at another value.
  private func wasSeenByOwners(
    _ branch: ReferenceName, after old: ObjectID, deletedBy event: StoredEvent
  ) throws -> Bool {
    let newest = governed.policies.newest.change
    guard let seen = newest.tips[branch], seen != old, let ledger = newest.ledger else {
      return false
    }
    return try !store.ledgerIndex().behind(ledger, among: [event.id]).isEmpty
  }
}
