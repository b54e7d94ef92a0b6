public import Model

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
    var arguments = files.options + ["worktree", "add", "--quiet"]
    if files == .none { arguments.append("--no-checkout") }
    if let reason { arguments += ["--lock", "--reason", reason] }
    switch head {
    case .detached(let id):
      arguments += ["--detach", "--", path, id.hex]
    case .newBranch(let name, let id):
      arguments += ["-b", try branch(name), "--no-track", "--", path, id.hex]
    case .branch(let name):
      arguments += ["--", path, try branch(name)]
    }
    _ = try await git(arguments)
  }

  /// All worktrees, the main one first.
  public func worktrees() async throws(GitError) -> [Worktree] {
    Worktree.list(try await git(["worktree", "list", "--porcelain", "-z"]))
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
    let force = removal == .always ? ["--force", "--force"] : []
    _ = try await git(["worktree", "remove"] + force + ["--", path])
  }

  /// Forgets worktrees whose directories are gone, unless they are locked.
  public func pruneWorktrees() async throws(GitError) {
    _ = try await git(["worktree", "prune", "--expire=now"])
  }

  public func unlockWorktree(at path: String) async throws(GitError) {
    _ = try await git(["worktree", "unlock", "--", path])
  }

  private func branch(_ name: ReferenceName) throws(GitError) -> String {
    // git reads a leading dash as an option even where a branch is due.
    guard name.isBranch, !name.short.hasPrefix("-") else {
      throw GitError(.invalidName, "add a worktree on", on: name.text, "it is no branch's name")
    }
    return name.short
  }
}
