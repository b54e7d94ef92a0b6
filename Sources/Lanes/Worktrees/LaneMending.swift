import Git

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension LaneWorktree {
  /// Gives a worktree that still stands its `.git` file back, and takes away the locks that a
  /// killed git left in its own git directory; returns what a person should know.
  ///
  /// Meant for moments when no worker runs. A worker's own `.git` is moved beside the worktree.
  func mend() async throws -> [String] {
    guard let own = ownGitDirectory() else { return [] }
    var notes: [String] = []
    if Folder.isUsable(path), try location() == nil {
      let file = "\(path)/.git"
      var text = "the worker deleted the worktree's .git file; it was written again"
      if Folder.exists(file) {
        let aside = try Folder.setAside(file, to: "\(path).git")
        text = "the worker replaced the worktree's .git file; its own is at \(aside)"
      }
      try Folder.write(Array("gitdir: \(own)\n".utf8), to: file)
      notes.append(text)
    }
    let locks = ["index.lock", "HEAD.lock"].map { "\(own)/\($0)" }.filter(Folder.exists)
    if !locks.isEmpty {
      let removed = try await StaleLocks.remove(locks, unlessBusyIn: [path])
      notes += removed.map { "removed a lock that a killed git left: \($0)" }
    }
    return notes
  }

  /// Names and paths in git's files about worktrees are no longer than paths may be.
  private static let pathBytes = 4096

  /// `<common>/worktrees/<name>` whose `gitdir` file names this worktree; nil where git has none.
  private func ownGitDirectory() -> String? {
    let worktrees = "\(repository.commonDirectory)/worktrees"
    let wanted = Self.real(path)
    guard let stream = opendir(worktrees) else { return nil }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      guard !name.hasPrefix("."),
        let bytes = Folder.read("\(worktrees)/\(name)/gitdir", limit: Self.pathBytes)
      else { continue }
      let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      guard text.hasSuffix("/.git") else { continue }
      let place = String(text.dropLast("/.git".count))
      // Since git 2.48 it may be relative to the directory that the file stands in.
      let full = place.hasPrefix("/") ? place : "\(worktrees)/\(name)/\(place)"
      if full == path || Self.real(full) == wanted { return "\(worktrees)/\(name)" }
    }
    return nil
  }

  /// The path without links; the path itself where nothing is there.
  private static func real(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }
}
