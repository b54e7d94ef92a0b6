/// A landing that the ledger claims and that is not final yet.
public struct PendingLanding: Hashable, Sendable {
  public let packet: ObjectID
  public let commit: ObjectID
  public let branch: ReferenceName
  /// Whose branch decides, such as `origin/main`; nil where it is the one here.
  public let upstream: String?
  /// Whether the branch here has it, so that only the upstream lacks it.
  public let isHere: Bool
  /// What makes it final.
  public let command: String

  public init(
    of packet: ObjectID, as commit: ObjectID, on branch: ReferenceName, upstream: String?,
    isHere: Bool, command: String
  ) {
    self.packet = packet
    self.commit = commit
    self.branch = branch
    self.upstream = upstream
    self.isHere = isHere
    self.command = command
  }

  public var sentence: String {
    isHere
      ? "landed here as \(commit.short), final once \(upstream ?? "the upstream") has it"
      : "its landing as \(commit.short) was cut short: \(branch.short) does not show it yet"
  }
}
