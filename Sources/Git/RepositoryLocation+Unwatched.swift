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
      IndexFlags.mayBeSet(in: index)
    else { return [] }
    return try await unwatchedPaths().filter { path in
      var status = stat()
      let place = Array(workTree.utf8) + [UInt8(ascii: "/")] + path + [0]
      return lstat(place.map { CChar(bitPattern: $0) }, &status) == 0
    }
  }
}

/// The marks of an index's entries, read without git: most indexes have none.
enum IndexFlags {
  /// Whether an entry may be marked `--skip-worktree` or `--assume-unchanged`. True also for
  /// whatever only git can read: paths in short (version 4), parts in another file.
  static func mayBeSet(in index: [UInt8]) -> Bool {
    guard index.count >= headerBytes, index.starts(with: Array("DIRC".utf8)) else { return true }
    guard let version = number(index, 4), version < 4, let count = number(index, 8) else {
      return true
    }
    var start = headerBytes
    for _ in 0..<count {
      guard start + fixedBytes + 2 <= index.count else { return true }
      let flags = UInt16(index[start + fixedBytes - 2]) << 8 | UInt16(index[start + fixedBytes - 1])
      if flags & assumed != 0 { return true }
      var name = start + fixedBytes
      if flags & extended != 0 {
        if index[name] & skipped != 0 { return true }
        name += 2
      }
      guard let end = index[name...].firstIndex(of: 0) else { return true }
      // Padded with one to eight zeros to a multiple of eight.
      start += (end - start + 8) & ~7
    }
    // A split index has most of its entries elsewhere.
    return index[min(start, index.count)...].starts(with: Array("link".utf8))
  }

  private static let headerBytes = 12
  /// Times, numbers, mode, owner, size, id and flags.
  private static let fixedBytes = 62
  private static let assumed: UInt16 = 0x8000
  private static let extended: UInt16 = 0x4000
  /// In the upper byte of the flags that follow.
  private static let skipped: UInt8 = 0x40

  private static func number(_ bytes: [UInt8], _ place: Int) -> Int? {
    guard place + 4 <= bytes.count else { return nil }
    return bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
