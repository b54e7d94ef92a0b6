/// What a verdict binds: an exact head on an exact base, with its exact result.
public struct Proposal: Hashable, Sendable {
  public var base: ObjectID
  public var head: ObjectID
  public var tree: ObjectID

  public init(base: ObjectID, head: ObjectID, tree: ObjectID) {
    self.base = base
    self.head = head
    self.tree = tree
  }
}

extension Verdict {
  public var proposal: Proposal { Proposal(base: base, head: head, tree: tree) }
}

/// A path that differs between two trees, by its bytes: two spellings of an accent are two paths.
public struct TreeChange: Hashable, Sendable {
  public var pathBytes: [UInt8]
  /// Nil where the path is added.
  public var old: ChangedFile.Side?
  /// Nil where it is deleted.
  public var new: ChangedFile.Side?

  public init(pathBytes: [UInt8], old: ChangedFile.Side?, new: ChangedFile.Side?) {
    self.pathBytes = pathBytes
    self.old = old
    self.new = new
  }

  /// The path for people and patterns, with bytes that are no UTF-8 replaced.
  public var path: String { String(decoding: pathBytes, as: UTF8.self) }
}

/// A step `prev → commit` of a protected branch, as git shows it: one commit, or several that a
/// fast-forward brings at once.
public struct StepFacts: Hashable, Sendable {
  public var branch: ReferenceName
  public var prev: ObjectID
  public var commit: ObjectID
  /// The commit's tree.
  public var tree: ObjectID
  /// The commit's parents, in order.
  public var parents: [ObjectID]
  /// What differs between the trees of `prev` and `commit`.
  public var changes: [TreeChange]
  /// What git knows about the proposals that the step may land.
  public var proposals: [Proposal: ProposalFacts]
  /// Who owns what by the commit `prev`, so that no change says who has to approve it; nil where
  /// nobody looked.
  public var owners: OwnersFile?
  /// Who would own what after the step; nil where it leaves that as it is.
  public var ownersAfter: OwnersFile?

  public init(
    branch: ReferenceName, prev: ObjectID, commit: ObjectID, tree: ObjectID, parents: [ObjectID],
    changes: [TreeChange], proposals: [Proposal: ProposalFacts]
  ) {
    self.branch = branch
    self.prev = prev
    self.commit = commit
    self.tree = tree
    self.parents = parents
    self.changes = changes
    self.proposals = proposals
  }

  /// The forms in which the step's commits could land the proposal, before anything is judged.
  public func forms(of proposal: Proposal) -> [LandingForm] {
    var forms: [LandingForm] = []
    if proposal.head == commit, proposal.base == prev { forms.append(.fastForward) }
    if parents == [prev, proposal.head] { forms.append(.merge) }
    if parents == [prev] { forms.append(.squash) }
    return forms
  }

  /// The proposals of the evidence that the step's shape could land, the latest first: those for
  /// which facts are to be gathered.
  public func candidates(in evidence: Evidence) -> [Proposal] {
    var seen: Set<Proposal> = []
    return evidence.verdicts.reversed().map(\.body.proposal).filter {
      !forms(of: $0).isEmpty && seen.insert($0).inserted
    }
  }
}

/// What git knows about a proposal, seen from a step.
public struct ProposalFacts: Hashable, Sendable {
  /// The commits of `prev..head`; nil when the head is gone.
  public var brought: Set<ObjectID>?
  /// Nil unless the base is earlier than `prev` on the branch's first-parent chain.
  public var carry: CarryFacts?

  public init(brought: Set<ObjectID>?, carry: CarryFacts? = nil) {
    self.brought = brought
    self.carry = carry
  }
}

/// What a carried verdict approved, and what happened since.
public struct CarryFacts: Hashable, Sendable {
  /// What differs between the base's tree and the verdict's; nil where that cannot be told: the
  /// verdict's tree is not here, and it is not the base's with the step's changes either.
  public var changes: [TreeChange]?
  /// The paths that any step from the base to `prev` touched, whether or not they differ now; nil
  /// where one of them cannot be read.
  public var touched: [String]?

  public init(changes: [TreeChange]?, touched: [String]?) {
    self.changes = changes
    self.touched = touched
  }
}
