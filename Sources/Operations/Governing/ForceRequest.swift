public import Model

/// What an owner wants a branch to hold, past the rule.
public struct ForceRequest: Hashable, Sendable {
  /// With or without `refs/heads/`.
  public var branch: String
  /// A revision; nil deletes the branch.
  public var commit: String?
  public var reason: String
  /// Whether commits may leave the branch.
  public var rewinds: Bool

  public init(branch: String, commit: String?, reason: String, rewinds: Bool = false) {
    self.branch = branch
    self.commit = commit
    self.reason = reason
    self.rewinds = rewinds
  }

  /// What asks for an override that others have signed.
  init(_ forced: Forced) {
    self.init(
      branch: forced.branch.short, commit: forced.new?.hex, reason: forced.reason,
      rewinds: forced.rewind)
  }

  /// The command that asks for it.
  public var command: String {
    let quoted =
      "'"
      + reason.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
    return "git o8 force \(branch) \(commit ?? "--delete")" + (rewinds ? " --rewind" : "")
      + " --reason \(quoted)"
  }
}

/// How a branch was moved past the rule, or will be.
public struct ForceReport: Sendable {
  public let branch: ReferenceName
  public let old: ObjectID?
  public let new: ObjectID?
  public let rewinds: Bool
  public let reason: String
  /// The remote whose branch moved first; nil where only the one here was to move.
  public var remote: String?
  /// The ledger's entry; nil while more owners have to sign, or where the rule admits the move.
  public var entry: ObjectID?
  /// What waits for more owners; nil where the branch has moved.
  public var motion: MotionView?
  /// The work trees that were brought along.
  public var checkouts: [String] = []
  /// What a person should look at, a sentence each.
  public var remarks: [String] = []
}
