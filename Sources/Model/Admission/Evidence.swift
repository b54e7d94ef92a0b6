/// What a packet's chain says about who approved and tested what. Events come in causal order,
/// ties by (clock, author, id).
public struct Evidence: Hashable, Sendable {
  public var packet: ObjectID
  /// Behind the claim's packet tip where a `landed` names one, else all there are.
  public var verdicts: [Signed<Verdict>]
  public var gates: [Signed<Gated>]
  /// What the landing had not seen: flags, never a reason to refuse.
  public var later: LaterWords
  /// The principals that any event of the packet calls its worker.
  public var workers: Set<PrincipalName>
  /// Those who opened, started or handed in the packet, by their own words: claims, which only
  /// ever narrow who may approve it alone.
  public var hands: Set<PrincipalName>
  /// What was said of the packet's tier; empty where no policy asks.
  public var tiers: [Signed<TierClaim>]
  /// The commit of the packet's confirmed landing.
  public var landed: ObjectID?

  public init(
    packet: ObjectID, verdicts: [Signed<Verdict>], gates: [Signed<Gated>],
    later: LaterWords = LaterWords(), workers: Set<PrincipalName> = [],
    hands: Set<PrincipalName> = [], tiers: [Signed<TierClaim>] = [], landed: ObjectID? = nil
  ) {
    self.packet = packet
    self.verdicts = Signed.distinct(verdicts)
    self.gates = Signed.distinct(gates)
    self.later = later
    self.workers = workers
    self.hands = hands
    self.tiers = Signed.distinct(tiers)
    self.landed = landed
  }
}

/// What a packet's events say that were not behind the tip which a landing names.
public struct LaterWords: Hashable, Sendable {
  public var verdicts: [Signed<Verdict>]
  public var gates: [Signed<Gated>]
  public var workers: Set<PrincipalName>
  /// All that was ever said of the packet's tier, where any of it is later.
  public var tiers: [Signed<TierClaim>]

  public init(
    verdicts: [Signed<Verdict>] = [], gates: [Signed<Gated>] = [],
    workers: Set<PrincipalName> = [], tiers: [Signed<TierClaim>] = []
  ) {
    self.verdicts = Signed.distinct(verdicts)
    self.gates = Signed.distinct(gates)
    self.workers = workers
    self.tiers = Signed.distinct(tiers)
  }
}

/// What an event says of its packet's tier.
public struct TierClaim: Hashable, Sendable {
  /// The event's: `opened` or `edited`.
  public var kind: EventKind
  public var tier: Tier

  public init(_ tier: Tier, by kind: EventKind) {
    self.kind = kind
    self.tier = tier
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
