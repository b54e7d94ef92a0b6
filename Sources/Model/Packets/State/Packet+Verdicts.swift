extension Packet {
  mutating func judge(_ verdict: Verdict, _ event: PacketEvent, _ authority: Authority) {
    let key = authority.key(of: event)
    let fault = authority.fault(of: verdict, event)
    verdicts.append(
      JudgedVerdict(
        id: event.id, principal: event.author, key: key, at: event.at, verdict: verdict,
        fault: fault, why: fault))
    judgeVerdicts()
    guard let judged = verdicts.last, judged.isValid, state == .review || state == .approved
    else { return }
    if verdict.decision == .revise {
      pending = PendingAttempt(
        reason: .revise, because: [], findings: verdict.findings, event: event.id)
      if let summary = verdict.summary, !summary.isEmpty { messages.append(summary) }
      state = .running
    } else {
      settle(authority.policy)
    }
  }

  /// Says of each verdict whether it counts for what lies before the reviewers now.
  mutating func judgeVerdicts() {
    var decided: Set<Approval> = []
    for index in verdicts.indices.reversed() {
      let judged = verdicts[index]
      verdicts[index].why = judged.fault ?? staleness(of: judged.verdict)
      guard judged.fault == nil else { continue }
      let seat = Approval(judged.principal, as: judged.verdict.role)
      if !decided.insert(seat).inserted {
        verdicts[index].why = verdicts[index].why ?? "\(judged.principal) decided again later"
      }
    }
  }

  /// Approves what has the approvals it needs, rejects what a standing verdict rejects.
  mutating func settle(_ policy: Policy?) {
    judgeVerdicts()
    guard let policy, state == .review || state == .approved else { return }
    let standing = verdicts.filter(\.isValid)
    if standing.contains(where: { $0.verdict.decision == .reject }) {
      state = .rejected
    } else if state == .review, !standing.contains(where: { $0.verdict.decision == .revise }) {
      let approvals = standing.map { Approval($0.principal, as: $0.verdict.role) }
      let missing = Seats.missing(
        require: required(policy), approvals: approvals, policy: policy)
      if !approvals.isEmpty, missing.isEmpty { state = .approved }
    }
  }

  /// The approvals needed by role: what the lane found for the paths that change, and never less
  /// than what policy asks of every change.
  func required(_ policy: Policy) -> [Role: Int] {
    // More seats than principals can never be filled; a hostile number must not cost memory.
    let limit = policy.principals.count + 1
    return Seats.required(for: [], policy: policy)
      .merging(presented?.require ?? [:], uniquingKeysWith: max)
      .mapValues { min($0, limit) }
  }

  /// Why a verdict does not speak of what lies before the reviewers; nil where it does.
  private func staleness(of verdict: Verdict) -> String? {
    if let head, verdict.head != head {
      return "the head moved from \(verdict.head.short) to \(head.short)"
    }
    if let base, verdict.base != base {
      return "the base moved from \(verdict.base.short) to \(base.short)"
    }
    guard let presented else { return "nothing lies before the reviewers" }
    guard verdict.tree == presented.tree else {
      return "the result is \(presented.tree.short), not \(verdict.tree.short)"
    }
    return nil
  }
}
