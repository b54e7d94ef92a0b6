extension Hearing {
  /// Whether reviewers may land it without an operator.
  enum Alone {
    /// They may, once nothing of this is missing.
    case granted([Reason])
    /// Policy grants that for no such change, with what would have helped.
    case refused([Reason])
  }

  func aloneReasons(_ counting: [Signed<Verdict>]) -> Alone {
    let said = tier(by: evidence.tiers)
    guard isGranted(asTier: said) else {
      guard let claimed = evidence.tiers.last?.body.tier, claimed != said,
        isGranted(asTier: claimed)
      else { return .refused([]) }
      return .refused([.tierNotSaid(claimed)])
    }
    let insiders = Alone.insiders(
      among: workers.union(evidence.hands), approvals: counting.map(\.approval), policy: policy)
    let missing = emptySeats(
      Seats.requiredAlone(for: paths, policy: policy),
      counting.filter { !insiders.contains($0.author) || $0.body.role != .reviewer })
    return .granted(missing + (missing.isEmpty ? [] : insiders.sorted().map { .notAlone($0) }))
  }

  /// Whether policy grants such a change of a packet of that tier to reviewers alone.
  func isGranted(asTier tier: Tier?) -> Bool {
    policy.grants(of: step.changes).contains { grant in
      grant.tiers.isEmpty || tier.map(grant.tiers.contains) ?? false
    }
  }

  /// The packet's tier by the last word of somebody to whom policy reserves saying so: anybody else
  /// could claim any. Who worked on it says none for which reviewers suffice; that somebody did is
  /// a claim, and takes no other word away.
  func tier(by claims: [Signed<TierClaim>]) -> Tier? {
    guard !claims.isEmpty, let roles = policy.rolesThatSetTiers else { return nil }
    return claims.last { claim in
      guard claim.isByAuthor(in: policy), let held = policy.principals[claim.author]?.roles,
        !held.isDisjoint(with: roles[claim.body.kind] ?? [])
      else { return false }
      return !evidence.workers.contains(claim.author) || !isGranted(asTier: claim.body.tier)
    }?.body.tier
  }
}

extension Hearing.Alone {
  /// The reviewers whose approval says nothing that whoever did the work has not said: their human
  /// had a hand in it. None where policy allows self-review.
  static func insiders(
    among hands: Set<PrincipalName>, approvals: [Approval], policy: Policy
  ) -> Set<PrincipalName> {
    guard policy.selfReview == .refused else { return [] }
    func human(_ name: PrincipalName) -> String { policy.principals[name]?.human ?? name.text }
    let humans = Set(hands.map(human))
    let reviewers = approvals.filter { $0.role == .reviewer }.map(\.principal)
    return Set(reviewers.filter { humans.contains(human($0)) })
  }
}

extension Signed<Verdict> {
  fileprivate var approval: Approval { Approval(author, as: body.role) }
}
