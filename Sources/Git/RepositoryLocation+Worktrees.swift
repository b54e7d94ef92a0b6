public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a new worktree has checked out.
public enum WorktreeHead: Sendable, Hashable {
  case detached(ObjectID)
  case newBranch(ReferenceName, at: ObjectID)
  case branch(ReferenceName)
}

/// Whether a new worktree gets its files at once.
public enum WorktreeFiles: Sendable, Hashable {
  case checkedOut
  /// An index and files are the caller's to make (`git worktree add --no-checkout`).
  case none
  /// Checked out whatever hooks, sparse patterns and line-end settings the clone has. Filters
  /// still run: `Repository.difference(of:from:)` tells what they did.
  case asInTheTree

  /// What git is told before the command.
  fileprivate var options: [String] {
    guard self == .asInTheTree else { return [] }
    return [
      "core.hooksPath=/dev/null", "core.autocrlf=false", "core.eol=lf", "core.symlinks=true",
      "core.sparseCheckout=false", "core.fsmonitor=false",
    ].flatMap { ["-c", $0] }
  }
}

extension RepositoryLocation {
  /// Adds a worktree at `path`, which must not exist or be an empty directory.
  ///
  /// With `lockedBecause` it is locked from its first moment, so that no prune takes it.
  public func addWorktree(
    at path: String, _ head: WorktreeHead, files: WorktreeFiles = .checkedOut,
    lockedBecause reason: String? = nil
  ) async throws(GitError) {
    var options = files.options + ["worktree", "add", "--quiet"]
    if files == .none { options.append("--no-checkout") }
    if let reason { options += ["--lock", "--reason", reason] }
    _ = try await asking { () throws(GitError) in
      options + (try self.arguments(at: path, head))
    }
  }

  /// A branch that a try before has made is taken as it is.
  private func arguments(
    at path: String, _ head: WorktreeHead
  ) throws(GitError) -> [String] {
    switch head {
    case .detached(let id):
      return ["--detach", "--", path, id.hex]
    case .newBranch(let name, let id):
      if try Repository(self).target(of: name) == id { return ["--", path, try branch(name)] }
      return ["-b", try branch(name), "--no-track", "--", path, id.hex]
    case .branch(let name):
      return ["--", path, try branch(name)]
    }
  }

  /// Asks git again a few times: it reads what it knows of all worktrees, and dies of one that
  /// another git is just making or removing.
  private func asking(
    _ arguments: () throws(GitError) -> [String]
  ) async throws(GitError) -> ProgramOutput {
    for attempt in 1..<Self.worktreeAttempts {
      do throws(GitError) {
        return try await git(try arguments())
      } catch {
        guard case .programFailed(exit: 128) = error.code else { throw error }
        let longest = UInt64(attempt) * Self.worktreePauseNanoseconds
        try? await Task.sleep(nanoseconds: UInt64.random(in: 0...longest))
      }
    }
    return try await git(try arguments())
  }

  /// A git is in the middle for a millisecond or two; more tries than this, and it is something
  /// else.
  private static let worktreeAttempts = 6
  private static let worktreePauseNanoseconds: UInt64 = 20_000_000

  /// All worktrees, the main one first.
  public func worktrees() async throws(GitError) -> [Worktree] {
    Worktree.list(
      try await asking { () throws(GitError) in ["worktree", "list", "--porcelain", "-z"] })
  }

  public enum Removal: Sendable, Hashable {
    /// Refused by git when files are changed, untracked, or the worktree is locked.
    case ifClean
    /// Whatever it holds and whoever locked it.
    case always
  }

  public func removeWorktree(
    at path: String, _ removal: Removal = .ifClean
  ) async throws(GitError) {
    // git would go through a link and empty what it leads to.
    if removal == .always, isSymbolicLink(path) { unlink(path) }
    let force = removal == .always ? ["--force", "--force"] : []
    _ = try await asking { () throws(GitError) in
      ["worktree", "remove"] + force + ["--", path]
    }
  }

  /// Forgets worktrees whose directories are gone, unless they are locked.
  public func pruneWorktrees() async throws(GitError) {
    _ = try await git(["worktree", "prune", "--expire=now"])
  }

  public func unlockWorktree(at path: String) async throws(GitError) {
    _ = try await git(["worktree", "unlock", "--", path])
  }

  /// Ties a worktree's `.git` file and git's own directory about it together again, after one of
  /// them was moved.
  public func repairWorktree(at path: String) async throws(GitError) {
    _ = try await git(["worktree", "repair", path])
  }

  private func branch(_ name: ReferenceName) throws(GitError) -> String {
    // git reads a leading dash as an option even where a branch is due.
    guard name.isBranch, !name.short.hasPrefix("-") else {
      throw GitError(.invalidName, "add a worktree on", on: name.text, "it is no branch's name")
    }
    return name.short
  }
}

private func isSymbolicLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}
