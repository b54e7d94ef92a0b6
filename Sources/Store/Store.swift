public import Git
public import Model

/// The model as references, trees and notes: reads chains, appends to them and joins them.
///
/// Like the repository that it holds, it is moved and never shared.
public final class Store {
  public let repository: Repository
  /// The id of the policy's first commit, which every other event names; nil before there is one.
  public let identity: ObjectID?
  /// Clocks and dates of commits that were read or written here.
  private var marks: [ObjectID: Mark] = [:]
  /// Commits of packets' chains that `growth` has read.
  var taken: [ObjectID: ChainCommit] = [:]
  /// The ledger's index as it was last asked for.
  var knownIndex: LedgerIndex?

  struct Mark {
    let clock: Int64
    let committedSeconds: Int64
  }

  public init(_ repository: Repository, identity: ObjectID?) {
    self.repository = repository
    self.identity = identity
  }

  /// The store of the repository as its own policy names it, which pins have yet to confirm.
  public convenience init(_ repository: Repository) throws(GitError) {
    var identity: ObjectID?
    if let tip = try repository.target(of: Layout.policy) {
      let limit = Chain.commitLimit
      identity = try repository.firstParentChain(from: tip, limit: limit).last
    }
    self.init(repository, identity: identity)
  }
}

extension Store {
  /// Reads and checks all that is reachable from `tip`.
  ///
  /// Commits that `known` holds are not read again. Throws when an object is absent.
  public func chain(
    _ kind: ChainKind, at tip: ObjectID, since known: Chain? = nil
  ) throws(GitError) -> Chain {
    var reader = ChainReader(rules: rules(kind))
    if kind == .packet { reader.known = taken }
    if let known, known.kind == kind {
      if known.tip == tip { return known }
      reader.commits = known.commits
    }
    let chain = try reader.chain(tip)
    if let commit = chain.commits[tip] { remember(tip, commit) }
    return chain
  }

  /// Reads the chain that a reference holds; an empty one where there is none.
  public func chain(
    _ kind: ChainKind, of name: ReferenceName, since known: Chain? = nil
  ) throws(GitError) -> Chain {
    guard let tip = try repository.target(of: name) else { return .empty(kind) }
    return try chain(kind, at: tip, since: known)
  }

  /// Tells the clock of a commit that was read elsewhere, so that an append need not read the
  /// chain for it.
  public func learn(clock: Int64, of commit: ObjectID) throws(GitError) {
    marks[commit] = Mark(
      clock: clock, committedSeconds: try repository.committedSeconds(commit))
  }

  func rules(_ kind: ChainKind) -> ChainRules {
    ChainRules(repository: repository, kind: kind, identity: identity)
  }

  func learn(_ envelope: Envelope, _ id: ObjectID, parentSeconds: [Int64]) {
    marks[id] = Mark(
      clock: envelope.clock,
      committedSeconds: max(envelope.at.seconds, parentSeconds.max() ?? 0))
  }

  func remember(_ id: ObjectID, _ commit: ChainCommit) {
    marks[id] = Mark(clock: commit.clock, committedSeconds: commit.committedSeconds)
  }

  /// Clock and date that a child of `tip` builds on. Whoever trusted the clock that a tip claims
  /// could be led to write events that nobody counts, so a tip not seen before is read in full, or
  /// looked up in the ledger's index, which was made by reading.
  func mark(_ kind: ChainKind, _ tip: ObjectID) throws(GitError) -> Mark {
    if let mark = marks[tip] { return mark }
    if kind == .ledger, let clock = try ledgerIndex(at: tip).clock {
      try learn(clock: clock, of: tip)
      return try mark(kind, tip)
    }
    let chain = try chain(kind, at: tip)
    let commit = chain.commits[tip]
    return Mark(clock: commit?.clock ?? 0, committedSeconds: commit?.committedSeconds ?? 0)
  }
}
