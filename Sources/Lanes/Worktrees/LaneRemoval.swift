public import Git
public import Model

/// Why a lane's worktree was not removed.
public struct LaneRemovalRefusal: Error, Sendable, Hashable {
  public let path: String
  /// What a snapshot cannot hold, by path.
  public let wouldLose: [String: WorkTreeSnapshot.Reason]
}

extension LaneWorktree {
  /// Removes the worktree after a snapshot of all it holds, and returns the snapshot.
  ///
  /// Throws `LaneRemovalRefusal`, with nothing removed, when it holds something that no snapshot
  /// can: nested repositories, special or unreadable files, ignored files outside `caches`.
  /// What is still as it is in the main worktree is not lost either. Nil when the worktree was
  /// gone already; git then forgets it.
  public func remove(
    caches: [Pattern] = [], because reason: String, at time: Instant
  ) async throws -> LaneSnapshot? {
    guard let snapshot = try await takeSnapshot(because: reason, at: time) else {
      try await forget()
      return nil
    }
    let lost = snapshot.leftOut.filter { path, reason in
      guard reason == .ignored else { return true }
      if caches.contains(where: { $0.matches(path: path) }) { return false }
      // A directory of ignored files is named instead of them.
      if Folder.isDirectory("\(self.path)/\(path)"),
        caches.contains(where: { $0.matchesAll(below: path) })
      {
        return false
      }
      guard let origin = repository.workTree else { return true }
      return !WorktreeInclude.isCopy(path, in: self.path, of: origin)
    }
    guard lost.isEmpty else { throw LaneRemovalRefusal(path: path, wouldLose: lost) }
    try await repository.removeWorktree(at: path, .always)
    return snapshot
  }

  /// Removes what a killed git made of a worktree before any file was checked out.
  func discardHalfMade() async throws {
    do throws(GitError) {
      try await repository.removeWorktree(at: path, .always)
    } catch {
      // Git removes only its entry where the worktree has no `.git` file.
      _ = try Folder.setAside(path)
      try await repository.removeWorktree(at: path, .always)
    }
  }

  /// Has git forget a worktree whose directory is gone.
  func forget() async throws(GitError) {
    // In a clone without any there is nothing to ask git for.
    guard Folder.exists("\(repository.commonDirectory)/worktrees"),
      try await repository.worktrees().contains(where: { $0.path == path })
    else { return }
    try await repository.unlockWorktree(at: path)
    try await repository.pruneWorktrees()
  }
}
