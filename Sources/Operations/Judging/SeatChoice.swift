import Model

/// In which of their roles somebody judges who does not say.
struct SeatChoice {
  let policy: Policy
  /// The roles the judge holds.
  let held: Set<Role>
  /// The approvals that a change still needs, by role.
  let missing: [Role: Int]

  /// Most people are operators; who is more is asked to say so.
  private static let preference: [Role] = [.operator, .reviewer, .owner]

  /// The role that is still missing, else operator, else whichever the judge holds; nil where
  /// they hold none that judges.
  var role: Role? {
    let able = Self.preference.filter(held.contains)
    return able.first { missing[$0] ?? 0 > 0 } ?? able.first
  }
}

extension Packet {
  /// The approvals that what lies before the reviewers still needs for a change of `paths`.
  func missingApprovals(for paths: [String], under policy: Policy) -> [Role: Int] {
    let approvals = verdicts.filter { $0.isValid && $0.verdict.decision == .approve }
      .map { Approval($0.principal, as: $0.verdict.role) }
    return Seats.missing(
      require: Seats.required(for: paths, policy: policy), approvals: approvals, policy: policy)
  }
}
