/// What decides at one place of a protected branch.
public struct Jurisdiction: Hashable, Sendable {
  /// The policy in force.
  public var policy: Policy
  /// Its commit, and those of all before it: what a verdict may go by.
  public var known: Set<ObjectID>
  /// Nil while the branch has no valid adoption.
  public var epoch: Digest?
  /// The latest policy, where it is another: keys it no longer knows are flagged.
  public var newest: Policy?
  /// Commits that a rewind took away.
  public var rewound: Set<ObjectID>
  /// Commits of landings whose own step satisfies the rule.
  public var landed: Set<ObjectID>

  public init(
    policy: Policy, known: Set<ObjectID>, epoch: Digest?, newest: Policy? = nil,
    rewound: Set<ObjectID> = [], landed: Set<ObjectID> = []
  ) {
    self.policy = policy
    self.known = known
    self.epoch = epoch
    self.newest = newest
    self.rewound = rewound
    self.landed = landed
  }
}

/// A commit of the policy's chain that has been validated.
public struct PolicyVersion: Hashable, Sendable {
  public var id: ObjectID
  public var policy: Policy
  /// Each protected branch's value when it was signed.
  public var tips: [ReferenceName: ObjectID]

  public init(id: ObjectID, policy: Policy, tips: [ReferenceName: ObjectID]) {
    self.id = id
    self.policy = policy
    self.tips = tips
  }
}

/// The policy's versions, oldest first, as admission asks about them.
public struct PolicyVersions: Hashable, Sendable {
  public var versions: [PolicyVersion]

  public init(_ versions: [PolicyVersion]) { self.versions = versions }

  /// The version in force for a step from `prev`: the newest whose tip of the branch is `prev` or
  /// earlier on the first-parent chain, which `isReached` answers. Nil refuses.
  public func versionInForce(
    on branch: ReferenceName, where isReached: (ObjectID) -> Bool
  ) -> PolicyVersion? {
    versions.last { version in version.tips[branch].map(isReached) ?? false }
  }

  /// The policy that judges an adoption or a rewind: the one before the first whose ledger holds
  /// it, given as an index of `versions`, else the newest. Nil where there is none before.
  public func version(judgingEntryFirstHeldBy index: Int?) -> PolicyVersion? {
    guard let index else { return versions.last }
    return versions.indices.contains(index - 1) ? versions[index - 1] : nil
  }

  /// The versions up to this one, itself included.
  public func known(upTo version: PolicyVersion) -> Set<ObjectID> {
    guard let end = versions.lastIndex(where: { $0.id == version.id }) else { return [] }
    return Set(versions[...end].map(\.id))
  }
}

/// A branch's epoch, which verdicts and overrides bind, so that a rewind revives none of them.
public enum Epoch {
  /// The digest of the latest rewind whose `new` is `prev` or earlier on the first-parent chain,
  /// which `isReached` answers; else of the branch's first valid adoption. `rewinds` are the valid
  /// ones of the branch, in the ledger's order.
  public static func current(
    rewinds: [Signed<Override>], adoption: Digest?, where isReached: (ObjectID) -> Bool
  ) -> Digest? {
    rewinds.last { $0.body.rewind && isReached($0.body.new) }?.digest ?? adoption
  }
}
