extension RepositoryLocation {
  public enum Ignored: String, Sendable, Hashable {
    case leftOut = "no"
    case listed = "matching"
  }

  public enum Submodules: String, Sendable, Hashable {
    case lookedInto = "none"
    /// Only which commit they have checked out: git would run in them as their settings say.
    case commits = "dirty"
  }

  /// How the work tree differs from HEAD. The user's index is not refreshed by looking.
  public func status(
    ignored: Ignored = .leftOut, submodules: Submodules = .lookedInto
  ) async throws(GitError) -> WorkTreeStatus {
    let output = try await git(
      [
        "status", "--porcelain=v2", "-z", "--no-renames", "--untracked-files=all",
        "--ignored=\(ignored.rawValue)", "--ignore-submodules=\(submodules.rawValue)",
      ], environment: ["GIT_OPTIONAL_LOCKS": "0"])
    guard let status = WorkTreeStatus(output) else {
      throw GitError(.other, "read the status of", on: directory, "git wrote an unknown line")
    }
    return status
  }
}
