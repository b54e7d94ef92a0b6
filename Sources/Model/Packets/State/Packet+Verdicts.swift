extension Packet {
  mutating func judge(_ verdict: Verdict, _ event: PacketEvent, _ authority: Authority) {
    let key = authority.key(of: event)
    let fault = authority.fault(of: verdict, event)
    verdicts.append(
      JudgedVerdict(
        id: event.id, principal: event.author, key: key, at: event.at, verdict: verdict,
        fault: fault, why: fault))
    judgeVerdicts(authority.policy)
    guard let judged = verdicts.last, judged.isValid else { return }
    if verdict.decision == .reject, isRed { state = .rejected }
    guard state == .review || state == .approved else { return }
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
  mutating func judgeVerdicts(_ policy: Policy?) {
    var decided: Set<Approval> = []
    for index in verdicts.indices.reversed() {
      let judged = verdicts[index]
      verdicts[index].why = judged.fault ?? staleness(of: judged.verdict)
      guard judged.fault == nil else { continue }
      let seat = Approval(judged.principal, as: judged.verdict.role)
      verdicts[index].isLast = decided.insert(seat).inserted
      let later = verdicts[index].isLast ? nil : "\(judged.principal) decided again later"
      verdicts[index].why = verdicts[index].why ?? later ?? judged.void
    }
    if policy?.selfReview == .refused { voidApprovalsByAuthors() }
  }

  /// Who worked on the change, as counting approvals sign it, cannot approve it.
  private mutating func voidApprovalsByAuthors() {
    let counting = verdicts.indices.filter {
      verdicts[$0].isValid && verdicts[$0].verdict.decision == .approve
    }
    let authors = Set(counting.flatMap { verdicts[$0].verdict.authors })
    for index in counting where authors.contains(verdicts[index].principal) {
      verdicts[index].why = "\(verdicts[index].principal) worked on this packet"
    }
  }

  /// Approves what has the approvals it needs, rejects what a standing verdict rejects.
  mutating func settle(_ policy: Policy?) {
    judgeVerdicts(policy)
    guard let policy, state == .review || state == .approved else { return }
    let standing = verdicts.filter(\.isValid)
    if standing.contains(where: { $0.verdict.decision == .reject }) {
      state = .rejected
    } else if state == .review, !verdicts.contains(where: isObjection) {
      let approvals = standing.map { Approval($0.principal, as: $0.verdict.role) }
      if !approvals.isEmpty, isSeated(by: approvals, policy), isOwned(by: approvals) {
        state = .approved
      }
    }
  }

  private func isSeated(by approvals: [Approval], _ policy: Policy) -> Bool {
    let missing = Seats.missing(require: required(policy), approvals: approvals, policy: policy)
    guard !missing.isEmpty, let believed = presented?.alone, !policy.reviewersAlone.isEmpty else {
      return missing.isEmpty
    }
    let limit = policy.principals.count + 1
    let alone = Seats.requiredAlone(for: [], policy: policy)
      .merging(believed, uniquingKeysWith: max).mapValues { min($0, limit) }
    return Seats.missingAlone(alone, approvals, hands: hands, under: policy).isEmpty
  }

  private func isOwned(by approvals: [Approval]) -> Bool {
    let approvers = Set(approvals.map(\.principal))
    return presented?.owners.allSatisfy { $0.contains(where: approvers.contains) } ?? true
  }

  /// Those who worked on it, and who opened, started or handed it in by their own words.
  public var hands: Set<PrincipalName> {
    let kinds: Set<EventKind> = [.opened, .started, .submitted]
    let authors = verdicts.filter { $0.isValid && $0.verdict.decision == .approve }
      .flatMap(\.verdict.authors)
    return workers.union(authors).union(
      log.filter { kinds.contains($0.kind) && $0.ignored == nil }.map(\.principal))
  }

  /// Whether it stands in the way of a landing until its author takes it back: a rejection of
  /// any head, a demand to revise this one.
  private func isObjection(_ judged: JudgedVerdict) -> Bool {
    guard judged.fault == nil, judged.isLast else { return false }
    switch judged.verdict.decision {
    case .approve: return false
    case .revise: return judged.verdict.head == head
    case .reject: return true
    }
  }

  /// The approvals needed by role: what the lane found for the paths that change, and never less
  /// than what policy asks of every change.
  public func required(_ policy: Policy) -> [Role: Int] {
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
    // What is red can be rejected, and nothing else be said of it.
    guard let tree = presented?.tree ?? (verdict.decision == .reject ? gatedTree : nil) else {
      return "nothing lies before the reviewers"
    }
    guard verdict.tree == tree else {
      return "the result is \(tree.short), not \(verdict.tree.short)"
    }
    return nil
  }

  /// The result that the gates of this round ran on; nil where none did, as in a conflict.
  private var gatedTree: ObjectID? {
    guard let submission else { return nil }
    return gates.last {
      $0.gate.head == submission.head && $0.gate.started == submission.started
    }?.gate.tree
  }

  /// Whether what was handed in last was red, and nobody works on it now.
  private var isRed: Bool { state == .failed || state == .running && pending != nil }

  /// The red result that a rejection can bind, `value` being what the branch holds; nil where
  /// nothing is red, or no result came to be.
  public func red(on value: ObjectID) -> Presented? {
    guard isRed, presented == nil, let submission, let gatedTree else { return nil }
    return Presented(
      started: submission.started, base: base ?? value, head: submission.head, tree: gatedTree,
      require: [:])
  }
}
