import Git
import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What packet a work tree belongs to, by git's own list of them.
enum LaneSurroundings {
  /// How git says that a worktree is a lane's, see `LaneWorktree`.
  private static let lockPhrase = "lane of packet "

  /// The first digits of the packet's id; nil outside of any lane.
  static func packetDigits(at location: RepositoryLocation) async throws -> String? {
    guard location.isLinked, let workTree = location.workTree else { return nil }
    let worktrees = try await worktrees(of: location)
    guard let found = worktrees.first(where: { $0.path == workTree }) else { return nil }
    return packetDigits(of: found)
  }

  /// The first digits of the packet whose lane the worktree is; nil for any other.
  static func packetDigits(of found: Worktree) -> String? {
    if let reason = found.locked, reason.hasPrefix(lockPhrase) {
      return String(reason.dropFirst(lockPhrase.count))
    }
    // A lane whose lock somebody took away is still known by its branch, `o8/<slug>-<id7>`.
    guard let branch = found.branch?.short, branch.hasPrefix("o8/") else { return nil }
    return branch.split(separator: "-").last.map(String.init)
  }

  /// The linked worktrees; git is not asked where there are none.
  static func worktrees(of location: RepositoryLocation) async throws -> [Worktree] {
    guard access(location.commonDirectory + "/worktrees", F_OK) == 0 else { return [] }
    return Array(try await location.worktrees().dropFirst())
  }

  /// The worktree of a packet's lane, where it is there.
  static func worktree(of packet: Packet, among worktrees: [Worktree]) -> String? {
    let reason = lockPhrase + packet.id.short
    return worktrees.first {
      $0.prunable == nil && ($0.locked == reason || ($0.branch != nil && $0.branch == packet.lane))
    }?.path
  }
}
