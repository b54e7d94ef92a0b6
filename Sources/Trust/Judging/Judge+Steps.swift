public import Git
public import Model
import Store

extension Judge {
  /// More commits than this that one head brings along are nothing that anybody reviewed.
  static let broughtLimit = 100_000

  /// What git shows of a step, without what it knows of proposals. Throws where the step's own
  /// commits or trees cannot be read.
  func facts(_ branch: ReferenceName, _ stretch: Stretch) throws -> StepFacts {
    if let known = memory.steps[stretch], known.branch == branch { return known }
    let commit = try repository.commit(stretch.commit)
    let facts = StepFacts(
      branch: branch, prev: stretch.prev, commit: stretch.commit, tree: commit.tree,
      parents: commit.parents,
      changes: try repository.changes(from: stretch.prev, to: commit.tree).map(TreeChange.init),
      proposals: [:])
    if memory.stepsRead.insert(stretch).inserted { memory.changesRead += facts.changes.count }
    makeRoom(forChanges: facts.changes.count)
    memory.steps[stretch] = facts
    return facts
  }

  /// The same without what it changes, which may be very much.
  func outline(_ branch: ReferenceName, _ stretch: Stretch) throws -> StepFacts {
    if let known = memory.steps[stretch], known.branch == branch { return known }
    let commit = try repository.commit(stretch.commit)
    return StepFacts(
      branch: branch, prev: stretch.prev, commit: stretch.commit, tree: commit.tree,
      parents: commit.parents, changes: [], proposals: [:])
  }

  /// A step with all that decides it and speaks for it, but who owns what: see `owned`.
  ///
  /// `line` is the value whose chain says which packets have landed already; nil where a claim
  /// itself is judged.
  func stepCase(
    _ branch: ReferenceName, _ stretch: Stretch, _ candidates: [Candidate],
    landedBy line: ObjectID?, overrides: [Signed<Override>]
  ) throws -> StepCase {
    try stepCase(
      facts(branch, stretch), candidates, landedBy: line, overrides: overrides)
  }

  /// The same of a step that need not have been made.
  func stepCase(
    _ facts: StepFacts, _ candidates: [Candidate], landedBy line: ObjectID?,
    overrides: [Signed<Override>]
  ) throws -> StepCase {
    var step = facts
    var evidence: [Evidence] = []
    for candidate in candidates {
      guard var found = try self.evidence(candidate) else { continue }
      if let line {
        found.landed = try landing(of: candidate.packet, on: step.branch, upTo: line)
      }
      for proposal in step.candidates(in: found) where step.proposals[proposal] == nil {
        step.proposals[proposal] = self.facts(on: proposal, step)
      }
      evidence.append(found)
    }
    let here = overrides.filter { ($0.body.old, $0.body.new) == (step.prev, step.commit) }
    return StepCase(
      step: step, jurisdiction: try jurisdiction(over: step), evidence: evidence, overrides: here)
  }

  private func facts(on proposal: Proposal, _ step: StepFacts) -> ProposalFacts {
    ProposalFacts(
      brought: brought(by: proposal.head, to: step.prev),
      carry: proposal.base == step.prev ? nil : carry(proposal, step))
  }

  private func brought(by head: ObjectID, to prev: ObjectID) -> Set<ObjectID>? {
    let key = Stretch(prev: prev, commit: head)
    if let known = memory.brought[key] { return known }
    let limit = Self.broughtLimit
    let brought =
      reach.commits(from: head, after: prev)
      ?? (try? Set(repository.commits(from: [head], excluding: [prev], limit: limit)))
      ?? broughtWhereCut(by: head, to: prev)
    memory.brought[key] = .some(brought)
    return brought
  }

  private func carry(_ proposal: Proposal, _ step: StepFacts) -> CarryFacts? {
    parents.chain(from: proposal.base, to: step.prev).map { chain in
      CarryFacts(
        changes: approved(by: proposal, as: step),
        touched: touched(by: chain, since: proposal.base))
    }
  }

  /// What a proposal on an earlier base changes; nil where that cannot be told.
  ///
  /// Nothing but the author's clone need have the verdict's tree, so whether the step changes just
  /// what was approved is asked of ids: everybody then hears the same.
  func approved(by proposal: Proposal, as step: StepFacts) -> [TreeChange]? {
    if tree(of: proposal.base, with: step) == proposal.tree { return step.changes }
    let changes = changes(from: proposal.base, to: proposal.tree)
    return changes.flatMap { Set($0) == Set(step.changes) ? nil : $0 }
  }

  /// The id of the tree that a base would have with what the step changes.
  private func tree(of base: ObjectID, with step: StepFacts) -> ObjectID? {
    let key = Overlay(base: base, step: Stretch(prev: step.prev, commit: step.commit))
    if let known = memory.overlays[key] { return known }
    let changes = step.changes.map(PathChange.init)
    let tree = (try? repository.treeID(of: base, changing: changes)) ?? nil
    memory.overlays[key] = .some(tree)
    return tree
  }

  /// The paths that the steps of a chain touched, sorted; nil where one of them cannot be read.
  private func touched(by chain: [ObjectID], since base: ObjectID) -> [String]? {
    var touched: Set<String> = []
    var prev = base
    for commit in chain {
      guard let changes = changes(from: prev, to: commit) else { return nil }
      touched.formUnion(changes.map(\.path))
      prev = commit
    }
    return touched.sorted()
  }

  /// What differs between two trees or commits' trees; nil where they cannot be read.
  func changes(from old: ObjectID, to new: ObjectID) -> [TreeChange]? {
    let key = Stretch(prev: old, commit: new)
    if let known = memory.changes[key] { return known }
    let changes = try? repository.changes(from: old, to: new).map(TreeChange.init)
    makeRoom(forChanges: changes?.count ?? 0)
    memory.changes[key] = .some(changes)
    return changes
  }

  /// What decides the step, with as much of what was taken away or landed as the step brings.
  private func jurisdiction(over step: StepFacts) throws -> Jurisdiction? {
    guard var jurisdiction = try jurisdiction(step.branch, at: step.prev) else { return nil }
    var brought = step.proposals.values.reduce(into: Set<ObjectID>()) { all, facts in
      all.formUnion(facts.brought ?? [])
    }
    brought.remove(step.commit)
    jurisdiction.rewound = try rewound(on: step.branch).intersection(brought)
    jurisdiction.landed = try landings(among: brought, before: step)
    return jurisdiction
  }

  /// The commits that are landings on the step's branch, from where it was before the step.
  ///
  /// A claim that the step's own had not seen takes nothing from it: else whoever may sign a
  /// landing could undo older ones. Nor does what landed on another branch.
  private func landings(
    among brought: Set<ObjectID>, before step: StepFacts
  ) throws -> Set<ObjectID> {
    let own = try ledger().claims(on: step.commit).filter { claim in
      claim.landed.branch == step.branch && claim.landed.prev == step.prev
    }
    return try brought.filter { commit in
      try ledger().claims(on: commit).contains { claim in
        try claim.landed.branch == step.branch
          && parents.holds(claim.landed.prev, before: step.prev)
          && own.allSatisfy { try repository.isAncestor(claim.id, of: $0.id) }
          && isSatisfied(claim)
      }
    }
  }

  /// What decides about a step from `prev`; nil where no policy does.
  func jurisdiction(
    _ branch: ReferenceName, at prev: ObjectID
  ) throws -> Jurisdiction? {
    if let known = memory.jurisdictions[branch]?[prev] { return known }
    let version = try policyInForce(on: branch, at: prev)
    let chain = try governance().chain
    let newest = chain.versions.last
    let jurisdiction = try version.map { version in
      Jurisdiction(
        policy: version.policy, known: chain.known(upTo: version),
        epoch: try epoch(of: branch, at: prev),
        newest: newest?.id == version.id ? nil : newest?.policy)
    }
    memory.jurisdictions[branch, default: [:]][prev] = .some(jurisdiction)
    return jurisdiction
  }

  /// The commits that rewinds of the branch took away, as far as they are here.
  func rewound(on branch: ReferenceName) throws -> Set<ObjectID> {
    if let known = memory.rewound[branch] { return known }
    var rewound: Set<ObjectID> = []
    for entry in try rewinds(of: branch) {
      let gone = try? repository.commits(
        from: [entry.body.old], excluding: [entry.body.new], limit: Self.broughtLimit)
      rewound.formUnion(gone ?? [entry.body.old])
    }
    memory.rewound[branch] = rewound
    return rewound
  }

  /// What a packet's chain says of who approved and tested what.
  func evidence(_ candidate: Candidate) throws -> Evidence? {
    if let known = memory.evidence[candidate] { return known }
    let found = try words(candidate).map { try evidence(in: $0, candidate) }
    memory.evidence[candidate] = .some(found)
    return found
  }

  /// Whether it was signed by a key that any policy knows: all else carries no authority.
  func isByPrincipal<Body>(_ word: Signed<Body>) throws -> Bool {
    let known: Set<SigningKey>
    if let keys = memory.principalKeys {
      known = keys
    } else {
      known = try governance().versions.reduce(into: []) { keys, version in
        for principal in version.policy.principals.values { keys.formUnion(principal.keys) }
      }
      memory.principalKeys = known
    }
    return word.keys.contains(where: known.contains)
  }

  /// The verdicts without most of those that nobody may give: all that a verdict names is looked at,
  /// and anybody can write any number of them. A few are left, to be told why they do not count.
  private func worthJudging(_ verdicts: [Signed<Verdict>]) throws -> [Signed<Verdict>] {
    var strangers = 0
    return try verdicts.filter { verdict in
      if try isByPrincipal(verdict) { return true }
      strangers += 1
      return strangers <= Self.strangersLimit
    }
  }

  private static let strangersLimit = 8

  private func evidence(in words: PacketWords, _ candidate: Candidate) throws -> Evidence {
    var evidence = Evidence(
      packet: candidate.packet,
      verdicts: try worthJudging(words.verdicts.map { signed($0.event, $0.body) }),
      gates: words.gates.map { signed($0.event, $0.body) }, workers: words.workers,
      hands: words.hands)
    // Nobody checks signatures that no policy asks about.
    if try heedsTiers() { evidence.tiers = words.tiers.map { signed($0.event, $0.body) } }
    guard candidate.tip != nil,
      let all = try self.words(Candidate(packet: candidate.packet, tip: nil))
    else { return evidence }
    evidence.later = try later(all, beyond: words)
    return evidence
  }

  /// What all that is known of a packet says beyond what was heard of it.
  private func later(_ all: PacketWords, beyond words: PacketWords) throws -> LaterWords {
    let heard = Set(words.events.map(\.digest))
    func isNew(_ event: StoredEvent) -> Bool { !heard.contains(event.digest) }
    var later = LaterWords(
      verdicts: all.verdicts.filter { isNew($0.event) }.map { signed($0.event, $0.body) },
      gates: all.gates.filter { isNew($0.event) }.map { signed($0.event, $0.body) },
      workers: all.workers.subtracting(words.workers))
    if try heedsTiers(), all.tiers.contains(where: { isNew($0.event) }) {
      later.tiers = Signed.distinct(all.tiers.map { signed($0.event, $0.body) })
    }
    return later
  }
}

extension TreeChange {
  public init(_ change: PathChange) {
    func side(_ side: PathChange.Side?) -> ChangedFile.Side? {
      side.map { ChangedFile.Side(mode: $0.mode.rawValue, id: $0.id) }
    }
    self.init(pathBytes: change.pathBytes, old: side(change.old), new: side(change.new))
  }
}

extension PathChange {
  fileprivate init(_ change: TreeChange) {
    func side(_ side: ChangedFile.Side?) -> Side? {
      side.map { Side(mode: FileMode(rawValue: $0.mode), id: $0.id) }
    }
    self.init(pathBytes: change.pathBytes, old: side(change.old), new: side(change.new))
  }
}
