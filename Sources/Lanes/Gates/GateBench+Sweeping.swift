public import Git

extension GateBench {
  /// How git says what a gates' worktree is for.
  static let lockReason = "gates run here"

  /// Held while the gates of a worktree run; it stands beside it.
  static func lock(of place: String) -> String { "\(place).lock" }

  /// Removes the gates' worktrees whose lanes died, and returns their paths. Locks of those that
  /// git never came to make go from `root` without a word.
  public static func sweep(
    _ repository: RepositoryLocation, below root: String? = nil
  ) async throws -> [String] {
    var removed: [String] = []
    if let root { removeLocks(in: root) }
    for worktree in try await repository.worktrees().dropFirst()
    where worktree.locked == lockReason && !FileLock.isHeld(lock(of: worktree.path)) {
      try await LaneWorktree.discard(worktree.path, of: repository)
      try? TreeRemoval.remove(stage(of: worktree.path, in: repository))
      Folder.removeFile(lock(of: worktree.path))
      removed.append(worktree.path)
    }
    return removed
  }

  private static func removeLocks(in root: String) {
    let names = Folder.names(in: root)
    for name in names where name.hasPrefix(placePrefix) && name.hasSuffix(".lock") {
      let lock = "\(root)/\(name)"
      if !Folder.exists(String(lock.dropLast(".lock".count))), !FileLock.isHeld(lock) {
        Folder.removeFile(lock)
      }
    }
  }

  static let placePrefix = "gates-"
}
