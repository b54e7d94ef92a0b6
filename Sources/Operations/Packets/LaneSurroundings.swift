import Git
import Model

/// What packet a work tree belongs to, by what git keeps about it.
enum LaneSurroundings {
  /// How git says that a worktree is a lane's, see `LaneWorktree`.
  private static let lockPhrase = "lane of packet "

  /// The first digits of the packet's id; nil outside of any lane.
  static func packetDigits(at location: RepositoryLocation) throws -> String? {
    guard location.isLinked, let workTree = location.workTree else { return nil }
    let found = try location.linkedWorktrees().first { $0.path == workTree }
    return found.flatMap { packetDigits(lockedBecause: $0.locked, on: $0.branch) }
  }

  /// The first digits of the packet whose lane a worktree is; nil for any other.
  static func packetDigits(lockedBecause reason: String?, on branch: ReferenceName?) -> String? {
    if let reason, reason.hasPrefix(lockPhrase) {
      return String(reason.dropFirst(lockPhrase.count))
    }
    // A lane whose lock somebody took away is still known by its branch, `o8/<slug>-<id7>`.
    guard let branch = branch?.short, branch.hasPrefix("o8/") else { return nil }
    return branch.split(separator: "-").last.map(String.init)
  }

  /// The worktree of a packet's lane, where it is there.
  static func worktree(of packet: Packet, among worktrees: [LinkedWorktree]) -> String? {
    let reason = lockPhrase + packet.id.short
    return worktrees.first {
      $0.isThere && ($0.locked == reason || ($0.branch != nil && $0.branch == packet.lane))
    }?.path
  }
}
