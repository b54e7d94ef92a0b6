import Git
import Model
import Store
import Trust

extension Workspace {
  /// What a change would come to. Writes nothing.
  public func draft(_ request: PolicyRequest) throws -> PolicyDraft {
    try refuseInLane("change the policy")
    let governed = try governed()
    let old = try governed.newestPolicyText()
    let policy = governed.policy
    let (text, subject) = try request.text(from: old, policy, at: now())
    let next = try text.parsed()
    try Self.refuseLockout(next)
    // Whoever changes something else in a policy that has ended already may.
    if next.expires != policy.expires { try PolicyRequest.refusePast(next.expires, at: now()) }
    try Self.refuseStrangeReservations(next, beside: policy)
    return PolicyDraft(
      basis: governed.policies.newest.id, subject: subject,
      difference: PolicyDifference(from: policy, to: next),
      consequences: try consequences(of: next, under: governed),
      owners: policy.require.owners, conflicts: request.conflicts(over: policy),
      isEmpty: text == old,
      obstacle: try obstacleToSigning(under: governed), text: text)
  }

  /// Why the one who acts here cannot sign a policy; nil where they can.
  private func obstacleToSigning(under governed: GovernedRepository) throws -> String? {
    let actor = try governed.actor(environment: environment)
    guard let key = actor.signer?.key else { return "there is no key here to sign it with" }
    let needed = governed.policy.require.owners
    guard governed.policy.missingOwners(among: [key]) == needed else { return nil }
    return "only owners sign policies, and \(key.fingerprint) is no owner's key"
  }

  /// A misspelt name would reserve nothing, and look as if it did. What stands there already may be
  /// of a later version.
  private static func refuseStrangeReservations(
    _ next: Policy, beside old: Policy
  ) throws(Problem) {
    let strange = next.may.keys.filter {
      !Policy.reservable.contains($0) && old.may[$0] == nil
    }
    guard let name = strange.min() else { return }
    throw Problem(
      .usage, "may: nothing is called \(SafeText.escaped(name))",
      hint: "commands that can be reserved: "
        + Policy.reservableCommands.sorted().joined(separator: ", "))
  }

  /// Signs a draft, and does what follows from it.
  public func sign(_ draft: PolicyDraft, asking: Asking = .nobody) async throws -> PolicyOutcome {
    try refuseInLane("change the policy")
    guard !draft.isEmpty else {
      if let problem = draft.problemOfConflicts { throw problem }
      return PolicyOutcome(draft: draft, policy: draft.basis, motion: nil, notes: [])
    }
    return try await overPresentBranches(asking: asking) { governed, news in
      try await sign(draft, in: governed, news, asking: asking)
    }
  }

  private func sign(
    _ draft: PolicyDraft, in governed: GovernedRepository, _ news: [String], asking: Asking
  ) async throws -> PolicyOutcome {
    guard governed.policies.newest.id == draft.basis else {
      throw Problem(
        .stale, (["the policy has changed meanwhile"] + news).joined(separator: "\n"),
        hint: "look again and repeat the command")
    }
    let hand = try ownersHand(in: governed, asking: asking)
    switch try await hand.amend(governed, to: draft.text, subject: draft.subject) {
    case .done: return try await follow(draft, subject: draft.subject, by: hand)
    case .proposed(let digest, _):
      return PolicyOutcome(
        draft: draft, policy: draft.basis, motion: try view(of: digest), notes: [])
    }
  }

  /// The hand of the one who acts here; throws where there is no key.
  func ownersHand(in governed: GovernedRepository, asking: Asking) throws -> OwnersHand {
    let actor = try governed.actor(environment: environment)
    guard let signer = actor.signer else {
      if let problem = actor.problem { throw problem }
      throw Problem(.environment, "there is no key to sign with")
    }
    return OwnersHand(
      repository: governed.repository, author: actor.name, signer: signer,
      prompt: asking.prompt, at: now())
  }

  /// What an owner should know of the branches that a policy has just been signed over.
  private func notesOnTips(under governed: GovernedRepository) throws -> [String] {
    let judge = Judge(governed)
    guard try judge.landRemote() != nil else {
      return try governed.policies.newest.change.tips.keys.sorted().compactMap { branch in
        guard try judge.sharedValue(behindUncovered: branch) != nil,
          let upstream = try judge.upstream(of: branch)
        else { return nil }
        return "\(branch.short) holds steps that nothing covers, so the policy names the value of "
          + "\(upstream.short): git o8 reconcile says what to do about them"
      }
    }
    return try governed.policies.newest.change.tips.sorted { $0.key < $1.key }.compactMap {
      branch, tip in
      guard let here = try governed.repository.target(of: branch), here != tip,
        let upstream = try judge.upstream(of: branch), judge.isEarlier(here, than: tip),
        try !judge.isCovered(branch, from: here, to: tip)
      else { return nil }
      return "\(upstream.short) holds steps that nothing covers, and the policy names its value: "
        + "git o8 verify --branch \(branch.short) says which, once \(branch.short) here has followed"
    }
  }

  /// What a new policy brings along: the ledger's entry, pins, hooks, adoptions.
  func follow(
    _ draft: PolicyDraft?, subject: String, by hand: OwnersHand
  ) async throws -> PolicyOutcome {
    let governed = try governed()
    let newest = governed.policies.newest
    let entry = EventDraft(
      .policy(newest.change), of: nil, subject: "\(newest.id.short) \(subject)",
      stamp: Stamp(hand.author, at: now()))
    try await governed.store.append([entry], to: Layout.ledger, .ledger)
    try await governed.advancePins()
    try await tellHooks(of: newest.policy)
    var notes = try await hand.adoptBranches(under: governed)
    notes += try notesOnTips(under: governed)
    if let remote = try Judge(governed).landRemote() {
      notes.append(
        "git o8 sync shares it; where somebody lands on \(remote) before that, it has to be "
          + "signed again")
    }
    if let refused = governed.policies.refused {
      notes.append("the policy \(refused.id.short) does not count: \(refused.reason)")
    }
    notes += [newest.policy.expiryWarning(at: now())].compactMap { $0 }
    return PolicyOutcome(draft: draft, policy: newest.id, motion: nil, notes: notes)
  }

  func view(of digest: Digest) throws -> MotionView? {
    let governed = try governed()
    let motions = Motions(governed: governed)
    let actor = try governed.actor(environment: environment)
    return try motions.pending().first { $0.digest == digest }
      .map { try motions.view($0, for: actor) }
  }

  /// A policy that nobody could follow by another would rule until it expires, and then for ever.
  private static func refuseLockout(_ policy: Policy) throws(Problem) {
    let keys = policy.principals.values.flatMap(\.keys)
    let missing = policy.missingOwners(among: keys)
    guard missing > 0 else { return }
    let (needed, count) = (policy.require.owners, policy.require.owners - missing)
    guard count > 0 else {
      throw Problem(
        .refused, "nobody could ever change that policy: it would have no owner with a key",
        hint: "make somebody an owner first: git o8 policy add NAME --role owner --key KEY")
    }
    throw Problem(
      .refused,
      "nobody could ever change that policy: it takes \(needed) owners to sign one, and its "
        + "owners' keys make \(count)",
      hint: "give its owners keys, or ask for fewer signatures: --set require.owner=1")
  }

  /// Complaints about a file of owners that one screen can hold.
  private static let complaintsShown = 20

  /// Whom the files of owners name that could not approve, where that is about to matter.
  private func ownersConsequences(
    of next: Policy, under governed: GovernedRepository
  ) throws -> [String] {
    let old = governed.policy
    guard next.codeOwners == .required,
      (old.codeOwners, old.owners, old.principals) != (.required, next.owners, next.principals)
    else { return [] }
    return try OwnersCheck.all(under: next, in: governed).flatMap { check in
      let shown = check.complaints.prefix(Self.complaintsShown).map {
        "\(check.branch.short): \($0.sentence)"
      }
      let rest = check.complaints.count - shown.count
      let more = rest > 0 ? ["\(check.branch.short): \(rest) more such lines"] : []
      let none = check.file == nil ? ["\(check.branch.short) has no CODEOWNERS yet"] : []
      return none + shown + more
    }
  }

  /// The approvals of open packets that would count no more, and what becomes of owners.
  private func consequences(
    of next: Policy, under governed: GovernedRepository
  ) throws -> [String] {
    let filter = ListFilter(states: [.review, .approved])
    return try ownersConsequences(of: next, under: governed)
      + PacketListing(governed: governed, book: PacketBook(governed: governed))
      .packets(filter).packets.flatMap { listed in
        let verdicts = try governed.storyOfPacket(listed.id)?.verdicts ?? []
        return verdicts.compactMap { judged -> String? in
          let holder = next.principals[judged.principal]
          let stands =
            holder?.roles.contains(judged.verdict.role) ?? false
            && judged.key.map { holder?.keys.contains($0) ?? false } ?? false
          guard judged.isValid, !stands else { return nil }
          return "the \(judged.verdict.decision.rawValue) of \(judged.principal) on packet "
            + "\(listed.id.short) counts no more"
        }
      }
  }
}

extension GovernedRepository {
  /// The texts of the policy in force, as they were signed.
  func newestPolicyText() throws -> PolicyText { try policyText(of: policies.newest.id) }

  /// The texts of any policy, as they were signed.
  func policyText(of commit: ObjectID) throws -> PolicyText {
    let tree = try repository.commit(commit).tree
    func bytes(_ name: String) throws -> [UInt8] {
      guard let entry = try repository.entry(at: name, in: tree) else { return [] }
      return try repository.blob(entry.id, limit: Limits.blobBytes)
    }
    return PolicyText(
      policy: try bytes(PolicyAttachment.policy), signers: try bytes(PolicyAttachment.signers))
  }
}

extension Policy {
  /// Days before its end from which on everybody is told.
  private static let warningDays: Int64 = 30

  /// What to say of a policy that has ended or is about to, and what an owner does about it; nil
  /// while there is time.
  func expiry(at now: Instant) -> (text: String, command: String)? {
    let command = "git o8 policy renew"
    let left = expires.start.seconds - now.seconds
    if left <= 0 {
      return (
        "the policy ended on \(expires.text), as that day began (00:00 UTC), and its branches stand "
          + "still", command
      )
    }
    let days = (left + 86_399) / 86_400
    guard days <= Self.warningDays else { return nil }
    return ("the policy ends on \(expires.text), in \(counted(days, "day"))", command)
  }

  /// The same as a sentence.
  func expiryWarning(at now: Instant) -> String? {
    expiry(at: now).map { "\($0.text): \($0.command)" }
  }
}
