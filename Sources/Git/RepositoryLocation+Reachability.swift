public import Model

extension RepositoryLocation {
  /// Those of `commits` that no reference keeps which all worktrees share, nor `others`, each
  /// once and without what another of them keeps.
  public func unkept(
    _ commits: [ObjectID], besides others: [ObjectID] = []
  ) async throws(GitError) -> [ObjectID] {
    guard !commits.isEmpty else { return [] }
    let excluded = others.map { "^\($0)" }
    let input = (commits.map(\.hex) + excluded).joined(separator: "\n") + "\n"
    let own = ["refs/bisect/*", "refs/worktree/*", "refs/rewritten/*"].map { "--exclude=\($0)" }
    let output = try await git(
      ["rev-list", "--parents", "--stdin", "--not"] + own + ["--glob=refs/*"],
      input: Array(input.utf8))
    return Self.tips(output)
  }

  /// Commits in this repository that no remote is known to have, each once and without what
  /// another of them keeps; what only a reflog names counts too.
  public func unpublished() async throws(GitError) -> [ObjectID] {
    Self.tips(
      try await git(["rev-list", "--parents", "--all", "--reflog", "--not", "--remotes"]))
  }

  /// Of lines of a commit and its parents, the commits that are nobody's parent.
  private static func tips(_ output: ProgramOutput) -> [ObjectID] {
    let lines = output.text.split(separator: "\n").map { $0.split(separator: " ") }
    let parents = Set(lines.flatMap { $0.dropFirst() })
    return lines.compactMap { $0.first }.filter { !parents.contains($0) }.compactMap {
      ObjectID($0)
    }
  }

  /// The directory of a bare repository or a submodule, asked without any work tree.
  public static func bare(at gitDirectory: String) -> RepositoryLocation {
    RepositoryLocation(
      gitDirectory: gitDirectory, commonDirectory: gitDirectory, workTree: nil, isBare: true,
      objects: nil)
  }

  /// Takes commits in from another repository on this disk, and keeps each under `prefix` and
  /// its id.
  public func take(
    _ commits: [ObjectID], from other: String, under prefix: String
  ) async throws(GitError) {
    _ = try await git(
      [
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
        "--no-auto-maintenance", "--", other,
      ] + commits.map { "+\($0):\(prefix)\($0)" })
  }
}
