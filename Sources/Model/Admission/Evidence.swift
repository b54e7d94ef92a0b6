/// What a packet's chain says about who approved and tested what. Events come in causal order,
/// ties by (clock, author, id).
public struct Evidence: Hashable, Sendable {
  public var packet: ObjectID
  /// Behind the claim's packet tip where a `landed` names one, else all there are.
  public var verdicts: [Signed<Verdict>]
  public var gates: [Signed<Gated>]
  /// Verdicts that the landing had not seen: flags, never a reason to refuse.
  public var later: [Signed<Verdict>]
  /// The principals that any event of the packet calls its worker.
  public var workers: Set<PrincipalName>
  /// The commit of the packet's confirmed landing.
  public var landed: ObjectID?

  public init(
    packet: ObjectID, verdicts: [Signed<Verdict>], gates: [Signed<Gated>],
    later: [Signed<Verdict>] = [], workers: Set<PrincipalName> = [], landed: ObjectID? = nil
  ) {
    self.packet = packet
    self.verdicts = Signed.distinct(verdicts)
    self.gates = Signed.distinct(gates)
    self.later = Signed.distinct(later)
    self.workers = workers
    self.landed = landed
  }
}

/// A ledger entry by which owners move a branch past the rule: exactly `old → new`.
public struct Override: Hashable, Sendable {
  public var branch: ReferenceName
  public var old: ObjectID
  public var new: ObjectID
  /// Whether it takes commits away, and so begins a new epoch.
  public var rewind: Bool
  public var reason: String
  /// The epoch it was given in.
  public var epoch: Digest

  public init(
    branch: ReferenceName, old: ObjectID, new: ObjectID, rewind: Bool, reason: String,
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
