public import Git
public import Model

extension Checkout {
  public enum Repair: Hashable, Sendable {
    case wasThere, brought
    /// Somebody's work is among it: these paths are neither as before the landing nor after.
    case left([String])
  }

  /// Brings the work tree to `new` when it may have been cut on the way from `old`: every file
  /// is the one or the other, or else nothing is touched.
  public func repair(from old: ObjectID, to new: ObjectID) async throws(GitError) -> Repair {
    let repository = try Repository(location)
    guard try repository.head().commit == new else { return .wasThere }
    let status = try await location.status()
    guard !status.changes.isEmpty else { return .wasThere }
    let (before, after) = (try repository.treeID(old), try repository.treeID(new))
    let index = try await location.treeOfIndex()
    guard index == before || index == after else { return .left(status.changes.map(\.path)) }
    let landing = Written(try repository.changes(from: before, to: after))
    let snapshot = try await location.snapshot()
    var foreign = try repository.changes(from: before, to: snapshot.tree)
      .filter { landing.isForeign($0) }.map(\.path)
    foreign += try landing.foreign(among: snapshot.leftOut, in: path)
    foreign += try landing.foreign(among: try await location.unwatchedPaths(), in: path)
    guard foreign.isEmpty else { return .left(foreign.sorted()) }
    // Every file it overwrites is one that the landing itself had written.
    _ = try await location.git(
      ["-c", "submodule.recurse=false", "read-tree", "--reset", "-u", new.hex])
    return .brought
  }
}

/// What a landing changes in a work tree, against what is found there.
private struct Written {
  private let changes: [[UInt8]: PathChange]
  /// All directories in which the landing puts a file.
  private let directories: Set<[UInt8]>

  private static let slash = UInt8(ascii: "/")

  init(_ changes: [PathChange]) {
    self.changes = Dictionary(
      changes.map { ($0.pathBytes, $0) }, uniquingKeysWith: { first, _ in first })
    directories = changes.filter { $0.new != nil }.reduce(into: []) { directories, change in
      directories.formUnion(Self.above(change.pathBytes))
    }
  }

  /// A difference from the state before that the landing has not made, and would undo.
  func isForeign(_ change: PathChange) -> Bool {
    if let landing = changes[change.pathBytes] { return landing.new != change.new }
    // What is new and in nobody's way stays.
    return change.old != nil || isInTheWay(change.pathBytes)
  }

  /// What no snapshot shows: ignored files, repositories of their own, pipes.
  func foreign(
    among leftOut: [String: WorkTreeSnapshot.Reason], in directory: String
  ) throws(GitError) -> [String] {
    var found: [String] = []
    for (path, reason) in leftOut {
      let bytes = Array(path.utf8)
      guard reason == .ignored else {
        let isOurs = changes[bytes] != nil || isInTheWay(bytes) || directories.contains(bytes)
        if isOurs, changes[bytes].map({ !$0.isSubmodule }) ?? true { found.append(path) }
        continue
      }
      if isInTheWay(bytes) { found.append(path) }
      // A directory may be named for all that is ignored in it.
      for change in changes.values where Self.lies(change.pathBytes, in: bytes) {
        if try !isBeforeOrAfter(change, in: directory) { found.append(change.path) }
      }
    }
    return found
  }

  /// Edits of tracked files that git was told not to see.
  func foreign(among unwatched: [[UInt8]], in directory: String) throws(GitError) -> [String] {
    var found: [String] = []
    for path in unwatched {
      guard let change = changes[path], try !isBeforeOrAfter(change, in: directory) else {
        continue
      }
      // A sparse checkout has no file there.
      if try !Repository.isOnDisk(nil, at: path, in: directory) { found.append(change.path) }
    }
    return found
  }

  private func isBeforeOrAfter(
    _ change: PathChange, in directory: String
  ) throws(GitError) -> Bool {
    for side in [change.old, change.new] {
      if try Repository.isOnDisk(side, at: change.pathBytes, in: directory) { return true }
    }
    return false
  }

  /// Whether the landing puts a file where `path` needs a directory.
  private func isInTheWay(_ path: [UInt8]) -> Bool {
    Self.above(path).contains { changes[$0]?.new != nil }
      || changes[path] == nil && directories.contains(path)
  }

  /// The directories that hold `path`.
  private static func above(_ path: [UInt8]) -> [[UInt8]] {
    path.indices.filter { path[$0] == slash }.map { Array(path[..<$0]) }
  }

  private static func lies(_ path: [UInt8], in other: [UInt8]) -> Bool {
    path == other || path.starts(with: other + [slash])
  }
}

extension PathChange {
  fileprivate var isSubmodule: Bool { old?.mode == .gitlink || new?.mode == .gitlink }
}
