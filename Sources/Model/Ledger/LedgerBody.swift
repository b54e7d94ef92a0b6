/// What an entry of the ledger says, by kind. `previous` and `tip` stand beside it, whatever the
/// kind.
public enum LedgerBody: EnvelopeBody, Hashable, Sendable {
  case landed(Landed)
  case rejected(reason: String?)
  case cancelled(reason: String?)
  case reported(reason: String?)
  case forced(Forced)
  case breach(Breach)
  case policy(PolicyChange)
  case adopted(Adopted)
  /// Events of a closed packet that turned up afterwards.
  case late
  /// A text that waits for more owners' signatures, by its SHA-256; the text is attached.
  case proposed(Digest)
  /// One more signature on a proposed text, which is attached.
  case cosigned(Digest)
  /// A kind that this program does not know, or known fields of the wrong type: kept, ignored.
  case unknown(String)
}

/// The claim that a packet's work is on its branch.
public struct Landed: Hashable, Sendable {
  public var branch: ReferenceName
  /// The branch's value before, and after.
  public var prev: ObjectID
  public var commit: ObjectID
  public var base: ObjectID
  public var head: ObjectID
  public var tree: ObjectID
  /// The events that it rests on.
  public var verdicts: [ObjectID]
  public var gates: [ObjectID]
  /// Whether no operator approved it: a mark for people, which is judged like all of this.
  public var isByReviewersAlone: Bool

  public init(
    branch: ReferenceName, prev: ObjectID, commit: ObjectID, base: ObjectID, head: ObjectID,
    tree: ObjectID, verdicts: [ObjectID], gates: [ObjectID], isByReviewersAlone: Bool = false
  ) {
    self.branch = branch
    self.prev = prev
    self.commit = commit
    self.base = base
    self.head = head
    self.tree = tree
    self.verdicts = verdicts
    self.gates = gates
    self.isByReviewersAlone = isByReviewersAlone
  }
}

/// An operator's signed leave for a step of a branch that no packet covers.
public struct Forced: Hashable, Sendable {
  public var branch: ReferenceName
  /// Nil where the branch is made.
  public var old: ObjectID?
  /// Nil where the branch is deleted.
  public var new: ObjectID?
  /// Whether commits leave the branch: verdicts of the old epoch count no more.
  public var rewind: Bool
  public var reason: String
  /// The epoch that the step ends.
  public var epoch: Digest

  public init(
    branch: ReferenceName, old: ObjectID?, new: ObjectID?, rewind: Bool, reason: String,
    epoch: Digest
  ) {
    self.branch = branch
    self.old = old
    self.new = new
    self.rewind = rewind
    self.reason = reason
    self.epoch = epoch
  }
}

/// A step of a protected branch that nothing admits, as somebody found it.
public struct Breach: Hashable, Sendable {
  public var branch: ReferenceName
  public var old: ObjectID?
  public var new: ObjectID?
  public var reason: String

  public init(branch: ReferenceName, old: ObjectID?, new: ObjectID?, reason: String) {
    self.branch = branch
    self.old = old
    self.new = new
    self.reason = reason
  }
}

/// A change of policy, and where everything stood when it was made.
public struct PolicyChange: Hashable, Sendable {
  /// The protected branches' tips.
  public var tips: [ReferenceName: ObjectID]
  public var ledger: ObjectID?

  public init(tips: [ReferenceName: ObjectID], ledger: ObjectID?) {
    self.tips = tips
    self.ledger = ledger
  }
}

/// The point from which a branch's steps are judged.
public struct Adopted: Hashable, Sendable {
  public var branch: ReferenceName
  public var commit: ObjectID

  public init(branch: ReferenceName, commit: ObjectID) {
    self.branch = branch
    self.commit = commit
  }
}
