public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of a work tree as a tree, with what a tree cannot hold.
public struct WorkTreeSnapshot: Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    case nestedRepository
    case ignored
    /// The user may not read it.
    case unreadable
    /// A named pipe, a socket or a device.
    case special
    /// A submodule with commits that are nowhere else.
    case submoduleCommits
  }

  public let tree: ObjectID
  /// The tree of the index, where that is HEAD's; nil where it has to be written first.
  public let indexTree: ObjectID?
  /// What is there and not in the tree; a directory's ignored content is named once.
  public let leftOut: [String: Reason]
  /// Files in the tree that differ from HEAD's and that git was told not to look at.
  public let unwatched: [String]
  /// Submodules that have their whole repository inside the work tree.
  public let embedded: [String]
}

extension RepositoryLocation {
  /// The tree that a commit of the index as it stands would have.
  ///
  /// The user's index is copied, never written. Throws `conflict` while a merge is unresolved.
  public func treeOfIndex() async throws(GitError) -> ObjectID {
    try await withIndexCopy { environment throws(GitError) in
      try await tree(of: environment)
    }
  }

  /// The tree of all files that are tracked or neither ignored nor special, as they are now.
  public func snapshot() async throws(GitError) -> WorkTreeSnapshot {
    guard let workTree else {
      throw GitError(.bare, "take a snapshot of", on: directory, "it has no work tree")
    }
    let foreign = try await foreignRepositories(in: workTree)
    let status = try await status(
      ignored: .listed, submodules: foreign.isEmpty ? .lookedInto : .commits)
    var (leftOut, embedded) = Self.leftOut(status, in: workTree)
    for path in foreign { leftOut[path] = .nestedRepository }
    let unwatched = try await unwatchedFiles()
    let head = try Repository(self).headTree
    let isStaged = status.changes.contains { $0.index != "." || $0.isUnmerged }
    if let head, !status.isDirty, unwatched.isEmpty {
      // Nothing to add: most lanes end with all their work committed.
      return WorkTreeSnapshot(
        tree: head, indexTree: head, leftOut: leftOut, unwatched: [], embedded: embedded)
    }
    // A submodule stays in the tree as the commit it has checked out.
    let submodules = Set(status.changes.filter(\.isSubmodule).map(\.path))
      .subtracting(foreign)
    let without = leftOut.filter { $0.value != .ignored && !submodules.contains($0.key) }.keys
    let tree = try await withIndexCopy { environment throws(GitError) in
      try await watch(unwatched, environment)
      // With `--sparse` what stands outside the sparse cone counts too.
      let paths = [":/"] + without.sorted().map { ":(top,literal,exclude)\($0)" }
      _ = try await git(
        [
          "-c", "core.fsmonitor=false", "-c", "advice.addEmbeddedRepo=false", "add", "--all",
          "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul",
        ],
        input: Array(paths.joined(separator: "\0").utf8), environment: environment)
      return try await self.tree(of: environment)
    }
    let hidden = try unwatched.isEmpty ? [] : changed(from: head, to: tree, in: unwatched)
    return WorkTreeSnapshot(
      tree: tree, indexTree: isStaged ? nil : head, leftOut: leftOut, unwatched: hidden,
      embedded: embedded)
  }

  /// Has git look at files again that it was told not to.
  private func watch(
    _ paths: [[UInt8]], _ environment: [String: String?]
  ) async throws(GitError) {
    guard !paths.isEmpty else { return }
    let input = Array(paths.joined(separator: [0]))
    // It heeds one of the two at a time.
    for option in ["--no-skip-worktree", "--no-assume-unchanged"] {
      _ = try await git(
        ["update-index", option, "-z", "--stdin"], input: input, environment: environment)
    }
  }

  private func changed(
    from head: ObjectID?, to tree: ObjectID, in paths: [[UInt8]]
  ) throws(GitError) -> [String] {
    let all = Set(paths)
    return try Repository(self).changes(from: head, to: tree)
      .filter { all.contains($0.pathBytes) }.map(\.path)
  }

  private func tree(of environment: [String: String?]) async throws(GitError) -> ObjectID {
    let result = try await run(["write-tree"], environment: environment)
    guard result.exit == 0 else {
      let unmerged = try await git(["ls-files", "--unmerged"], environment: environment)
      guard !unmerged.output.isEmpty else { throw Program.git.failed(["write-tree"], result) }
      throw GitError(
        .conflict, "write the tree of the index of", on: directory,
        Program.git.failed(["write-tree"], result).detail)
    }
    guard let id = ObjectID(result.text.dropLast()) else {
      throw GitError(.other, "write the tree of", on: directory, "git wrote no id")
    }
    return id
  }

  private static func leftOut(
    _ status: WorkTreeStatus, in workTree: String
  ) -> (leftOut: [String: WorkTreeSnapshot.Reason], embedded: [String]) {
    var leftOut: [String: WorkTreeSnapshot.Reason] = [:]
    for path in status.nestedRepositories { leftOut[path] = .nestedRepository }
    for change in status.changes where change.isChangedInside {
      leftOut[change.path] = .nestedRepository
    }
    for path in status.ignored {
      leftOut[path.hasSuffix("/") ? String(path.dropLast()) : path] = .ignored
    }
    let changed = status.changes.filter { $0.file != "." && $0.file != "D" }.map(\.path)
    for path in status.untracked + changed where !isReadable(workTree + "/" + path) {
      leftOut[path] = .unreadable
    }
    let special = SpecialFiles.below(workTree, skipping: Set(leftOut.keys))
    return (leftOut.merging(special.found) { old, _ in old }, special.repositories)
  }

  /// Runs `body` with an environment in which git uses a copy of the index, which goes
  /// afterwards.
  private func withIndexCopy<Result: Sendable>(
    _ body: ([String: String?]) async throws(GitError) -> Result
  ) async throws(GitError) -> Result {
    let (descriptor, copy) = try TemporaryFile.make("index")
    defer { close(descriptor) }
    defer { unlink(copy) }
    try fill(descriptor, at: copy)
    return try await body(["GIT_INDEX_FILE": copy])
  }

  private func fill(_ descriptor: Int32, at copy: String) throws(GitError) {
    let path = gitDirectory + "/index"
    var status = stat()
    guard stat(path, &status) == 0, let index = try Bytes.ofFile(path) else {
      // git takes an empty file for a broken index, and none for an empty one.
      unlink(copy)
      return
    }
    // A file changed within a second of the index's own time is looked into by git, whatever
    // its size and date: a copy with a later time would pass its old content for the new.
    var times = [status.modified, status.modified]
    guard Bytes.write(index, to: descriptor), futimens(descriptor, &times) == 0 else {
      throw GitError(system: errno, "copy the index of", on: gitDirectory)
    }
  }

  private static func isReadable(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { return true }
    return access(path, R_OK) == 0
  }
}

extension Repository {
  /// Nil before the first commit.
  fileprivate var headTree: ObjectID? {
    get throws(GitError) {
      guard let commit = try head().commit else { return nil }
      return try treeID(commit)
    }
  }
}

extension stat {
  fileprivate var modified: timespec {
    #if canImport(Glibc)
      st_mtim
    #else
      st_mtimespec
    #endif
  }
}
