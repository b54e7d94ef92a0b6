import Git

extension LaneWorktree {
  /// Removes what a worker's program keeps for itself beside the work, such as an index of it, unless
  /// git knows it: somebody may have wanted it there.
  ///
  /// - Parameter names: of files and folders at the worktree's top.
  func removeLeavings(_ names: [String]) async throws {
    guard !names.isEmpty, let location = try location() else { return }
    for name in names where Folder.exists("\(path)/\(name)") {
      let known = try await location.git(["ls-files", "-z", "--", name])
      if known.output.isEmpty { try TreeRemoval.remove("\(path)/\(name)") }
    }
  }
}
