public import Git
public import Model
import Store

/// Rules on moves of protected branches by what objects and references say, and remembers what it
/// has read: one judge serves one operation.
///
/// It gathers; what the facts mean is for `Admission` to say. What cannot be read speaks for
/// nothing.
public final class Judge {
  public let governed: GovernedRepository
  let parents: FirstParents
  let reach: Reach
  let source: LedgerSource
  /// What was read and decided so far.
  var memory = Memory()
  /// Changed paths that may be looked at for one move which is about to happen: a few small objects
  /// can say that thousands of commits change a hundred thousand paths each, and that each landed.
  var changeLimit = 1_000_000
  /// Changed paths that are remembered together: as many as one step may have. Each takes some
  /// hundred bytes, and what was forgotten is read again.
  var keptChangeLimit = Repository.changeLimit

  public var repository: Repository { governed.repository }
  var store: Store { governed.store }

  public init(_ governed: GovernedRepository, by source: LedgerSource = .index) {
    self.governed = governed
    self.source = source
    parents = FirstParents(governed.repository)
    reach = Reach(parents)
  }

  struct Memory {
    var ledger: LedgerReading?
    var governance: Governance?
    /// The first policy, by its place, whose ledger holds an entry.
    var holders: [ObjectID: Int]?
    var adoptions: [ReferenceName: Signed<Adopted>?] = [:]
    var overrides: [ReferenceName: [Signed<Override>]] = [:]
    var rewinds: [ReferenceName: [Signed<Override>]] = [:]
    var rewound: [ReferenceName: Set<ObjectID>] = [:]
    var jurisdictions: [ReferenceName: [ObjectID: Jurisdiction?]] = [:]
    var signers: [ObjectID: [SigningKey]] = [:]
    /// Of all principals of all policies.
    var principalKeys: Set<SigningKey>?
    var shelf = PacketShelf()
    var words: [Candidate: PacketWords?] = [:]
    var evidence: [Candidate: Evidence?] = [:]
    var steps: [Stretch: StepFacts] = [:]
    var changes: [Stretch: [TreeChange]?] = [:]
    var overlays: [Overlay: ObjectID?] = [:]
    var brought: [Stretch: Set<ObjectID>?] = [:]
    /// What remotes have of branches that follow none.
    var valuesNotFollowed: [ReferenceName: [ObjectID]] = [:]
    /// Whether the step of a claim satisfies the rule; nil while that is being found out.
    var satisfied: [ObjectID: Bool?] = [:]
    var closings: [ObjectID: Closing?] = [:]
    /// Landings that will never be, since their packets were closed otherwise.
    var overtaken: [ReferenceName: [ObjectID]] = [:]
    var deletions: [ReferenceName: BranchDeletion?] = [:]
    var cases: [CaseKey: StepCase] = [:]
    var landRemote: String??
    /// Whether any policy lets a packet's tier decide something.
    var heedsTiers: Bool?
    /// How many changed paths are remembered.
    var keptChanges = 0
    /// How many were read of steps, each once, and of which.
    var changesRead = 0
    var stepsRead: Set<Stretch> = []
    /// Judges of the same repository under the policies that were set aside.
    var beside: [Judge]?
    /// And under the policies from the first on, up to one that is not the newest.
    var former: [Int: Judge?] = [:]
  }

  /// A tree with what a step changes laid over it.
  struct Overlay: Hashable {
    let base: ObjectID
    let step: Stretch
  }

  struct CaseKey: Hashable {
    let branch: ReferenceName
    let stretch: Stretch
    let line: ObjectID
    let search: Search
  }
}

extension Judge {
  /// Rules on a move of a protected branch; `now` is nil for history, in which nothing expires.
  ///
  /// - Parameter present: the branch's value as it was read, nil where it has none.
  public func ruling(
    on branch: ReferenceName, from old: ObjectID, to new: ObjectID, present: ObjectID?,
    now: Instant?
  ) throws -> MoveRuling {
    let move = Move(
      branch: branch, old: old, new: new, present: present,
      chain: parents.chain(from: old, to: new))
    guard let chain = move.chain else { return try ruling(rewind: move, now: now) }
    let quick = try ruling(move, chain, by: .claimsAndHeads, now: now)
    guard case .refused = quick, present == old else { return quick }
    return try ruling(move, chain, by: .everyPacket, now: now)
  }

  /// The packets that a step from `prev` to `commit` could be the landing of, by what was handed
  /// in or claimed: whom a refusal is about.
  public func packetsConcerned(
    on branch: ReferenceName, from prev: ObjectID, to commit: ObjectID
  ) throws -> [ObjectID] {
    let outline = try outline(branch, Stretch(prev: prev, commit: commit))
    var seen: Set<ObjectID> = []
    return try candidates(for: outline, by: .claimsAndHeads).map(\.packet)
      .filter { seen.insert($0).inserted }
  }

  private func ruling(
    _ move: Move, _ chain: [ObjectID], by search: Search, now: Instant?
  ) throws -> MoveRuling {
    if chain.count > FirstParents.worthNumbering { parents.learn(chain, after: move.old) }
    let before = memory.changesRead
    func checkChanges() throws(GitError) {
      guard now != nil, memory.changesRead - before > changeLimit else { return }
      throw GitError(
        .tooLarge, "judge the move of \(move.branch.short) to", on: move.new.short,
        "its steps change more than \(changeLimit) paths; move it by fewer steps at once")
    }
    var found: [ObjectID: [Candidate]] = [:]
    var prev = move.old
    for commit in chain {
      let outline = try outline(move.branch, Stretch(prev: prev, commit: commit))
      found[commit] = try candidates(for: outline, by: search)
      try checkChanges()
      prev = commit
    }
    let overrides = try overrides(of: move.branch)
    let evidence = try Set(found.values.joined()).compactMap { try self.evidence($0) }
    let stretches = move.stretches(in: evidence, overrides: overrides)
    return try Admission.judge(move: move, beside: stretches, now: now, completing: owned) {
      stretch in
      let key = CaseKey(branch: move.branch, stretch: stretch, line: move.new, search: search)
      if let known = memory.cases[key] { return known }
      let made = try stepCase(
        move.branch, stretch, found[stretch.commit] ?? [], landedBy: move.new,
        overrides: overrides)
      try checkChanges()
      memory.cases[key] = made
      return made
    }
  }

  /// Makes room for so many changed paths more.
  func makeRoom(forChanges count: Int) {
    memory.keptChanges += count
    guard memory.keptChanges > keptChangeLimit else { return }
    memory.keptChanges = count
    memory.steps = [:]
    memory.changes = [:]
    memory.cases = [:]
  }

  /// A move off the chain is covered by an override alone, each judged by its own policy.
  private func ruling(rewind move: Move, now: Instant?) throws -> MoveRuling {
    var refusal: MoveRuling?
    for entry in try overrides(of: move.branch)
    where entry.body.old == move.old && entry.body.new == move.new {
      let policy = try judging(entry.id)?.policy
      let epoch = try epoch(endedBy: entry)
      let jurisdiction = policy.map { Jurisdiction(policy: $0, known: [], epoch: epoch) }
      let ruling = Admission.judge(
        move: move, cases: [], rewinds: jurisdiction, overrides: [entry], now: now)
      guard case .refused = ruling else { return ruling }
      refusal = refusal ?? ruling
    }
    if let refusal { return refusal }
    let policy = try governance().versions.last?.policy
    let epoch = try epoch(of: move.branch, at: move.old)
    let jurisdiction = policy.map { Jurisdiction(policy: $0, known: [], epoch: epoch) }
    return Admission.judge(move: move, cases: [], rewinds: jurisdiction, now: now)
  }

  /// The epoch in which an override stands to be carried out.
  ///
  /// A rewind that is recorded begins its epoch at once, for all that lies after its `new`; what
  /// it was given in is the epoch before, until anything of the new one shows that it was carried
  /// out. After that it takes nothing away a second time.
  private func epoch(endedBy entry: Signed<Override>) throws -> Digest? {
    let branch = entry.body.branch
    let isSpent =
      // What nobody signed spends nothing.
      try overrides(of: branch).contains { later in
        try later.body.epoch == entry.digest && isByOwners(later, governance())
      } || ledger().claims(on: entry.body.old).contains(where: isSatisfied)
    guard !isSpent, try rewinds(of: branch).contains(where: { $0.digest == entry.digest }) else {
      return try epoch(of: branch, at: entry.body.old)
    }
    return entry.body.epoch
  }
}

extension FirstParents {
  /// Shorter chains are walked as fast as they are numbered.
  static let worthNumbering = 16
}
