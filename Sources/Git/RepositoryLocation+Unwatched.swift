#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RepositoryLocation {
  /// Tracked paths whose changes git was told not to look for: `--skip-worktree` (as a sparse
  /// checkout has it) and `--assume-unchanged`. No status shows them.
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

  /// Those of them that have a file in the work tree, which may hold anything.
  func unwatchedFiles() async throws(GitError) -> [[UInt8]] {
    guard let workTree, let index = try Bytes.ofFile(gitDirectory + "/index"),
      IndexEntries(index).mayHideChanges
    else { return [] }
    return try await unwatchedPaths().filter { path in
      var status = stat()
      let place = Array(workTree.utf8) + [UInt8(ascii: "/")] + path + [0]
      return lstat(place.map { CChar(bitPattern: $0) }, &status) == 0
    }
  }
}
