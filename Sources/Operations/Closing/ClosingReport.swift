public import Model

/// What closing a packet did to this clone.
public struct ClosingReport: Hashable, Sendable {
  public let packet: ObjectID
  public let state: PacketState
  /// The ledger's entry that was written; nil where there was one already.
  public var entry: ObjectID?
  /// The path of the lane's worktree, where it was removed.
  public var removedWorktree: String?
  /// The snapshot of what that worktree held.
  public var snapshot: ObjectID?
  /// Whether the packet's references are gone: only then is nothing left to do.
  public var isCleared = false
  /// What was kept and why, a sentence each.
  public var kept: [String] = []

  init(packet: ObjectID, state: PacketState) {
    self.packet = packet
    self.state = state
  }
}
