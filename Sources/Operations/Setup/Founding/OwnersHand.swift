import Git
import Model
import Store
import Trust

/// Writes what only owners may: policies, the points from which branches are judged, overrides.
///
/// Where one signature is not enough, it proposes them: see `Motion`.
struct OwnersHand {
  let repository: Repository
  let author: PrincipalName
  let signer: Signer
  let prompt: Signer.Prompt
  let at: Instant

  /// What became of something that owners have to sign.
  enum Act {
    /// It holds; nil where it held before and nothing was written.
    case done(ObjectID?)
    /// So many signatures are still to come.
    case proposed(Digest, missing: Int)
  }

  private var stamp: Stamp {
    Stamp(author, at: at, keys: [signer.key]) { [signer, prompt] text in
      [try await signer.sign(text, asking: prompt).armored]
    }
  }

  /// Writes the first policy, unless another was first.
  func found(_ policy: Policy, tips: [ReferenceName: ObjectID]) async throws {
    let change = PolicyChange(tips: tips, ledger: nil)
    let draft = try draft(PolicyText(policy), change, subject: "first policy")
    try await Store(repository, identity: nil).append(
      to: Layout.policy, .policy, signing: stamp.signing
    ) { chain in chain.tip == nil ? [draft] : [] }
  }

  /// Follows the newest policy of `governed` by another.
  ///
  /// Throws a `Problem` where the key is no owner's, or another was first.
  func amend(
    _ governed: GovernedRepository, to text: PolicyText, subject: String
  ) async throws -> Act {
    let newest = governed.policies.newest
    let policy = try text.parsed()
    let change = PolicyChange(
      tips: try Self.tips(for: policy, under: governed),
      ledger: try repository.target(of: Layout.ledger))
    let draft = try draft(text, change, subject: subject)
    return try await enact(draft, .policy, under: governed) { chain in
      guard chain.tip == newest.id else {
        throw Problem(
          .stale, "the policy has changed meanwhile", hint: "look again and repeat the command")
      }
      return true
    }
  }

  /// Says that `branch` is judged from `commit` on, unless an owner has said so before.
  func adopt(
    _ branch: ReferenceName, at commit: ObjectID, under governed: GovernedRepository
  ) async throws -> Act {
    let policies = governed.policies
    let draft = EventDraft(
      .adopted(Adopted(branch: branch, commit: commit)), of: nil,
      subject: "\(branch.short) from \(commit.short) on", stamp: stamp)
    return try await enact(draft, .ledger, under: governed) { ledger in
      !ledger.isAdopted(branch, under: policies)
    }
  }

  /// Lets a branch move past the rule, exactly as it says.
  func force(_ forced: Forced, under governed: GovernedRepository) async throws -> Act {
    let place = forced.new.map { "to \($0.short)" } ?? "away"
    let draft = EventDraft(
      .forced(forced), of: nil, subject: "\(forced.branch.short) \(place)", stamp: stamp)
    return try await enact(draft, .ledger, under: governed) { _ in true }
  }

  /// The branches' values that a policy signed now has to name: those that landings go by
  /// (`Judge.valueToSign`), and where these are behind, what was signed before. They never go back.
  static func tips(
    for policy: Policy, under governed: GovernedRepository
  ) throws -> [ReferenceName: ObjectID] {
    let judge = Judge(governed)
    var tips = governed.policies.newest.change.tips
    let here = try governed.repository.branches(coveredBy: policy.protected).keys
    // One that only remotes have goes on there all the same.
    for branch in Set(here).union(tips.keys.filter { policy.protects($0.short) }) {
      let old = tips[branch]
      guard let commit = try judge.valueToSign(of: branch, after: old),
        try old.map({ try judge.isForward(branch, from: $0, to: commit) }) ?? true
      else { continue }
      tips[branch] = commit
    }
    return tips
  }

  /// Signs and appends, or proposes where more owners have to sign.
  private func enact(
    _ draft: EventDraft, _ kind: ChainKind, under governed: GovernedRepository,
    isWanted: (Chain) throws -> Bool
  ) async throws -> Act {
    let missing = try missingOwners(of: governed)
    let name = kind == .policy ? Layout.policy : Layout.ledger
    guard missing > 0 else {
      let written = try await governed.store.append(to: name, kind, signing: stamp.signing) {
        try isWanted($0) ? [draft] : []
      }
      return .done(written.last?.id)
    }
    let chain = try governed.store.chain(kind, of: name)
    guard try isWanted(chain) else { return .done(nil) }
    let event = try await governed.store.prepare(
      draft, kind, after: chain.tip, signing: stamp.signing)
    try await propose(event, draft, under: governed)
    return .proposed(event.digest, missing: missing)
  }

  private func propose(
    _ event: StoredEvent, _ draft: EventDraft, under governed: GovernedRepository
  ) async throws {
    var files = draft.attachments
    files[Motion.textName] = event.envelope.text()
    files[Motion.signatureName] = event.signatures.first
    let entry = EventDraft(
      .proposed(event.digest), of: nil, subject: "\(draft.kind): \(draft.subject)",
      stamp: Stamp(author, at: at), attachments: files)
    try await governed.store.append([entry], to: Layout.ledger, .ledger)
    try await governed.advancePins()
  }

  /// How many owners' signatures are missing when this one has signed; throws where it is none.
  private func missingOwners(of governed: GovernedRepository) throws(Problem) -> Int {
    let policy = governed.policy
    let missing = policy.missingOwners(among: [signer.key])
    guard missing < policy.require.owners else {
      throw Problem(
        .refused,
        "only owners may do that: it takes \(policy.require.owners) of them, and "
          + "\(signer.key.fingerprint) is no owner's key",
        hint: "git o8 policy show names the owners")
    }
    return missing
  }

  private func draft(
    _ text: PolicyText, _ change: PolicyChange, subject: String
  ) throws -> EventDraft {
    // What no reader would take is never signed.
    _ = try text.parsed()
    return EventDraft(
      .policy(change), of: nil, subject: subject, stamp: stamp,
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
