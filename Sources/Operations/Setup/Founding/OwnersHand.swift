import Git
import Model
import Store
import Trust

/// Writes what only owners may: policies, and the points from which branches are judged.
struct OwnersHand {
  let repository: Repository
  let author: PrincipalName
  let signer: Signer
  let prompt: Signer.Prompt
  let at: Instant

  private var stamp: Stamp {
    Stamp(author, at: at, keys: [signer.key]) { [signer, prompt] text in
      [try await signer.sign(text, asking: prompt).armored]
    }
  }

  /// Writes the first policy, unless another was first.
  func found(_ policy: Policy, tips: [ReferenceName: ObjectID]) async throws {
    let draft = try draft(policy, tips: tips, subject: "first policy", ledger: nil)
    try await Store(repository, identity: nil).append(
      to: Layout.policy, .policy, signing: stamp.signing
    ) { chain in chain.tip == nil ? [draft] : [] }
  }

  /// Follows the newest policy of `governed` by another and returns what governs then.
  ///
  /// Throws a `Problem` where one signature is not enough, or another was first.
  func amend(
    _ governed: GovernedRepository, to policy: Policy, subject: String
  ) async throws -> GovernedRepository {
    try requireOwner(of: governed)
    let newest = governed.policies.newest
    var tips = newest.change.tips
    for (branch, commit) in try repository.branches(coveredBy: policy.protected) {
      // A branch of this clone may be behind what was signed before; tips never go back.
      if let old = tips[branch], try !repository.isAncestor(old, of: commit) { continue }
      tips[branch] = commit
    }
    let draft = try draft(
      policy, tips: tips, subject: subject, ledger: try repository.target(of: Layout.ledger))
    try await governed.store.append(
      to: Layout.policy, .policy, signing: stamp.signing
    ) { chain in
      guard chain.tip == newest.id else {
        throw Problem(
          .stale, "the policy has changed meanwhile", hint: "look again and repeat the command")
      }
      return [draft]
    }
    let amended = try GovernedRepository(repository.location)
    try await amended.pinNewest()
    return amended
  }

  private func requireOwner(of governed: GovernedRepository) throws(Problem) {
    let missing = governed.policy.missingOwners(among: [signer.key])
    guard missing > 0 else { return }
    throw Problem(
      .refused,
      "cannot change the policy: it takes \(governed.policy.require.owners) of its owners, and "
        + "\(signer.key.fingerprint) leaves \(missing) to be asked",
      hint: "`git o8 policy show` names the owners")
  }

  /// Says that `branch` is judged from `commit` on, unless an owner has said so before.
  func adopt(
    _ branch: ReferenceName, at commit: ObjectID, under governed: GovernedRepository
  ) async throws {
    let policies = governed.policies
    let draft = EventDraft(
      .adopted(Adopted(branch: branch, commit: commit)), of: nil,
      subject: "\(branch.short) from \(commit.short) on", stamp: stamp)
    try await governed.store.append(to: Layout.ledger, .ledger, signing: stamp.signing) { ledger in
      ledger.isAdopted(branch, under: policies) ? [] : [draft]
    }
  }

  private func draft(
    _ policy: Policy, tips: [ReferenceName: ObjectID], subject: String, ledger: ObjectID?
  ) throws -> EventDraft {
    let text = PolicyText(policy)
    // What no reader would take is never signed.
    _ = try text.parsed()
    return EventDraft(
      .policy(PolicyChange(tips: tips, ledger: ledger)), of: nil, subject: subject,
      stamp: stamp,
      attachments: [
        PolicyAttachment.policy: text.policy, PolicyAttachment.signers: text.signers,
      ])
  }
}

extension GovernedRepository {
  /// Pins what is there now. Returns whether nothing was pinned before.
  @discardableResult
  func pinNewest() async throws -> Bool {
    let isFirst = try store.pins() == nil
    try await advancePins()
    return isFirst
  }
}

extension Repository {
  /// The local branches that the patterns cover, as they stand.
  func branches(coveredBy patterns: [Pattern]) throws(GitError) -> [ReferenceName: ObjectID] {
    var tips: [ReferenceName: ObjectID] = [:]
    for branch in try references(under: "refs/heads/")
    where patterns.contains(where: { $0.matchesFolded(branch: branch.name.short) }) {
      tips[branch.name] = branch.target
    }
    return tips
  }
}

extension Chain {
  /// Whether the ledger has an `adopted` of `branch` that enough owners signed, of whatever
  /// policy: a second one would only be ignored.
  func isAdopted(_ branch: ReferenceName, under policies: PolicyChain) -> Bool {
    events.contains { event in
      guard event.envelope.kind == .adopted,
        case .adopted(let adopted) = LedgerBody(event.envelope)
      else { return false }
      let signers = event.signers
      return adopted.branch == branch
        && policies.steps.contains { $0.policy.missingOwners(among: signers) == 0 }
    }
  }
}
