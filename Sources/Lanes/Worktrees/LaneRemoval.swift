public import Git
public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a lane's worktree was not removed.
public struct LaneRemovalRefusal: Error, Sendable, Hashable {
  public let path: String
  /// What a snapshot cannot hold, by path.
  public let wouldLose: [String: WorkTreeSnapshot.Reason]

  /// The paths with the reason, sorted.
  public var losses: [String] {
    wouldLose.sorted { $0.key < $1.key }.map { path, reason in
      reason == .ignored ? SafeText.escaped(path) : "\(SafeText.escaped(path)) (\(reason.words))"
    }
  }
}

extension WorkTreeSnapshot.Reason {
  public var words: String {
    switch self {
    case .nestedRepository: "a repository of its own"
    case .unreadable: "not readable"
    case .special: "no ordinary file"
    case .ignored: "ignored"
    case .submoduleCommits: "commits of a submodule that are nowhere else: push them"
    }
  }
}

extension LaneWorktree {
  /// What is added to the name of a worktree that is being deleted: all in it is kept elsewhere.
  static let removingSuffix = ".removing"

  /// Removes the worktree after a snapshot of all it holds, and returns the snapshot.
  ///
  /// Throws `LaneRemovalRefusal`, with nothing removed, when it holds something that no snapshot
  /// can: nested repositories, special or unreadable files, ignored files outside `caches`,
  /// commits in submodules. What is still as it is in the main worktree is not lost either. Nil
  /// when the worktree was gone already; git then forgets it.
  public func remove(
    caches: [Pattern] = [], because reason: String, at time: Instant
  ) async throws -> LaneSnapshot? {
    let snapshot = try await takeSnapshot(because: reason, at: time)
    guard let snapshot, try location() != nil else {
      try await forget()
      return snapshot
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
    try await Self.discard(path, of: repository)
    return snapshot
  }

  /// Deletes a worktree whose files nobody needs, and has git forget it.
  ///
  /// It is renamed first: whoever finds a directory of such a name may delete what is left of it.
  /// Git, which forgets a worktree even where it could not delete its files, has none to delete.
  static func discard(_ path: String, of repository: RepositoryLocation) async throws {
    guard Folder.isDirectory(path) else {
      // Whatever a link leads to is not the worktree.
      if Folder.target(ofLink: path) != nil { Folder.removeFile(path) }
      return try await repository.removeWorktree(at: path, .always)
    }
    let aside: String
    do throws(SystemFailure) {
      aside = try Folder.setAside(path, to: path + removingSuffix)
    } catch {
      // A place where a disk is mounted cannot be renamed.
      return try await repository.removeWorktree(at: path, .always)
    }
    try await repository.removeWorktree(at: path, .always)
    try TreeRemoval.remove(aside)
  }

  /// Deletes what is left below `root` of worktrees whose deletion did not end, and returns their
  /// paths.
  public static func finishRemovals(below root: String) -> (done: [String], failed: [String]) {
    var result: (done: [String], failed: [String]) = ([], [])
    // We made it: a link in its place leads to what is not ours.
    guard Folder.isDirectory(root) else { return result }
    for name in Folder.names(in: root) {
      let words = name.split(separator: ".", omittingEmptySubsequences: false)
      guard words.count > 2, Int(words[words.count - 1]) != nil,
        name.dropLast(words[words.count - 1].count + 1).hasSuffix(removingSuffix)
      else { continue }
      let path = "\(root)/\(name)"
      do throws(SystemFailure) {
        try TreeRemoval.remove(path)
        result.done.append(path)
      } catch {
        result.failed.append("\(path): \(error.description)")
      }
    }
    return result
  }

  /// Removes what a killed git made of a worktree before any file was checked out.
  func discardHalfMade() async throws { try await Self.discard(path, of: repository) }

  /// Has git forget a worktree whose directory is gone. A link in its place is taken away, and
  /// what it leads to is not touched.
  func forget() async throws(GitError) {
    // Git's own record says that this is the place, and no link above it leads elsewhere.
    if ownGitDirectory() != nil {
      if Folder.target(ofLink: path) != nil {
        Folder.removeFile(path)
      } else {
        // Only what is empty goes.
        rmdir(path)
      }
    }
    // In a clone without any there is nothing to ask git for.
    guard Folder.exists("\(repository.commonDirectory)/worktrees"),
      let known = try await repository.worktrees().first(where: {
        $0.path == path || $0.path == Folder.canonical(path)
      })
    else { return }
    if known.locked != nil { try await repository.unlockWorktree(at: known.path) }
    try await repository.pruneWorktrees()
  }
}
