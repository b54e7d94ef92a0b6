extension RepositoryLocation {
  /// Tracked paths whose changes git was told not to look for: `--skip-worktree` (as a sparse
  /// checkout has it) and `--assume-unchanged`. No status and no snapshot shows them.
  public func unwatchedPaths() async throws(GitError) -> [[UInt8]] {
    let output = try await git(["ls-files", "-v", "-z"])
    return output.output.split(separator: 0).compactMap { line in
      // A tag, a blank, the path; the tag is in small letters for what is assumed.
      guard line.count > 2, let tag = line.first else { return nil }
      let isAssumed = UInt8(ascii: "a")...UInt8(ascii: "z") ~= tag
      guard isAssumed || tag == UInt8(ascii: "S") else { return nil }
      return Array(line.dropFirst(2))
    }
  }
}
