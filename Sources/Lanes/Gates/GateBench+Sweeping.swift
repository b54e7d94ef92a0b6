public import Git

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension GateBench {
  /// How git says what a gates' worktree is for.
  static let lockReason = "gates run here"

  /// Held while the gates of a worktree run; it stands beside it.
  static func lock(of place: String) -> String { "\(place).lock" }

  /// Removes the gates' worktrees whose lanes died, and returns their paths.
  public static func sweep(_ repository: RepositoryLocation) async throws -> [String] {
    var removed: [String] = []
    for worktree in try await repository.worktrees().dropFirst()
    where worktree.locked == lockReason && !FileLock.isHeld(lock(of: worktree.path)) {
      do {
        try await repository.removeWorktree(at: worktree.path, .always)
      } catch {
        // One that died while git made it has no `.git` file, and git removes only its entry.
        try FileManager.default.removeItem(atPath: worktree.path)
        try await repository.removeWorktree(at: worktree.path, .always)
      }
      try? FileManager.default.removeItem(atPath: stage(of: worktree.path, in: repository))
      Folder.removeFile(lock(of: worktree.path))
      removed.append(worktree.path)
    }
    return removed
  }
}
