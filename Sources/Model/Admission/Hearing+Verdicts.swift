extension Hearing {
  /// What makes an approval void for this step, apart from who worked on the packet.
  private func cause(against verdict: Verdict) -> VoidCause? {
    guard verdict.branch == step.branch else { return .otherBranch(verdict.branch) }
    guard verdict.epoch == jurisdiction.epoch else { return .otherEpoch }
    guard verdict.head == proposal.head else { return .newCommit }
    guard verdict.base == proposal.base else { return .newBase }
    guard verdict.tree == proposal.tree else { return .newTree }
    guard jurisdiction.known.contains(verdict.policy) else { return .unknownPolicy(verdict.policy) }
    if let now = admission.now, let expires = verdict.expires, now >= expires {
      return .expired(expires)
    }
    return unlisted(by: verdict)
  }

  private func unlisted(by verdict: Verdict) -> VoidCause? {
    let listed = Set(verdict.sensitive.map(FoldedPath.init))
    for path in policy.sensitivePaths(among: paths)
    where !listed.contains(FoldedPath(path)) {
      return .sensitiveNotListed(path)
    }
    let files = step.changes.map { ChangedFile(path: $0.path, old: $0.old, new: $0.new) }
    for change in StaticReview.gitlinks(in: files) where !verdict.gitlinks.contains(change) {
      return .gitlinkNotListed(change.path)
    }
    return nil
  }

  private var approvals: [Signed<Verdict>] {
    ballot.standing.filter { $0.body.decision == .approve }
  }

  /// The principals whose hands were on it, by the packet's events and by what counting verdicts
  /// sign. Only where policy allows self-review may they judge it or run its gates.
  var workers: Set<PrincipalName> {
    let counting = approvals.filter { cause(against: $0.body) == nil }
    return evidence.workers.union(counting.flatMap(\.body.authors))
  }

  func countingApprovals() -> [Signed<Verdict>] {
    let counting = approvals.filter { cause(against: $0.body) == nil }
    guard policy.selfReview == .refused else { return counting }
    let workers = workers
    return counting.filter { !workers.contains($0.author) }
  }

  /// Whose approval is missing or stands against it, and whether reviewers suffice where the seats
  /// that policy asks for are not filled.
  func approvalReasons(
    _ counting: [Signed<Verdict>]
  ) -> (reasons: [Reason], isByReviewersAlone: Bool) {
    let blocks = ballot.objections(to: proposal.head)
      .map { Reason.blocked($0.author, $0.body.decision) }
    var missing = emptySeats(Seats.required(for: paths, policy: policy), counting)
    // Where policy asks for no seat, an approval still has to say what is to land.
    if missing.isEmpty, counting.isEmpty { missing.append(.unapproved(proposal)) }
    var isAlone = false
    if !missing.isEmpty {
      switch aloneReasons(counting) {
      case .granted(let reasons):
        missing = reasons
        isAlone = reasons.isEmpty
      case .refused(let reasons): missing += reasons
      }
    }
    missing += ownerReasons(counting)
    return (blocks + missing + (missing.isEmpty ? [] : voidedReasons(counting)), isAlone)
  }

  func emptySeats(_ require: [Role: Int], _ counting: [Signed<Verdict>]) -> [Reason] {
    let missing = Seats.missing(
      require: require, approvals: counting.map { Approval($0.author, as: $0.body.role) },
      policy: policy)
    return Role.allCases.compactMap { role in
      missing[role].map { Reason.missing(role, $0, proposal) }
    }
  }

  /// The approvals that do not count, to explain an empty seat.
  private func voidedReasons(_ counting: [Signed<Verdict>]) -> [Reason] {
    let counted = Set(counting.map(\.digest))
    let inert = evidence.verdicts.compactMap { event -> Reason? in
      guard event.body.decision == .approve, event.body.proposal == proposal else { return nil }
      return Ballot.cause(against: event, policy).map { .voided(event.author, $0) }
    }
    let void = approvals.filter { !counted.contains($0.digest) }
      .map { Reason.voided($0.author, cause(against: $0.body) ?? .workedOnIt) }
    return inert + void
  }
}
