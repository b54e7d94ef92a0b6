public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One linked work tree, by the files that git keeps about it.
///
/// For views: reading them takes a tenth of what it takes to start `git worktree list`.
public struct LinkedWorktree: Sendable, Hashable {
  public let path: String
  /// Nil when HEAD is detached.
  public let branch: ReferenceName?
  /// The reason of a lock, empty when none was given; nil when it is not locked.
  public let locked: String?
  /// Whether its directory is still a worktree.
  public let isThere: Bool
}

extension RepositoryLocation {
  /// All linked worktrees, in the order of git's names for them. One that is being made or
  /// removed is left out.
  public func linkedWorktrees() throws(GitError) -> [LinkedWorktree] {
    let all = commonDirectory + "/worktrees"
    guard let stream = opendir(all) else {
      if errno == ENOENT { return [] }
      throw GitError(system: errno, "list", on: all)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    var found: [LinkedWorktree] = []
    for name in names.sorted() {
      if let worktree = try LinkedWorktree(by: all + "/" + name) { found.append(worktree) }
    }
    return found
  }
}

extension LinkedWorktree {
  /// Nil where the directory is not, or not yet, that of a worktree.
  fileprivate init?(by directory: String) throws(GitError) {
    guard let link = try Self.text(directory + "/gitdir"), link.hasSuffix("/.git"),
      let head = try Self.text(directory + "/HEAD")
    else { return nil }
    // Since 2.48 it may be relative to where it stands.
    let file = link.hasPrefix("/") ? link : directory + "/" + link
    let place = String(file.dropLast("/.git".count))
    path = RealPath.of(place) ?? place
    branch = head.hasPrefix("ref: ") ? ReferenceName(head.dropFirst("ref: ".count)) : nil
    locked = try Self.text(directory + "/locked")
    isThere = access(file, F_OK) == 0
  }

  /// A file of git's, without the white space at its end; nil where there is none.
  private static func text(_ path: String) throws(GitError) -> String? {
    guard let bytes = try Bytes.ofFile(path) else { return nil }
    let end = bytes.lastIndex { $0 > UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}
