public import Git
public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A work tree that has a branch checked out, and so has to follow when the branch lands a packet.
public struct Checkout: Hashable, Sendable {
  public let path: String
  let location: RepositoryLocation

  /// What git locks while it writes the index.
  public var lock: String { location.gitDirectory + "/index.lock" }

  /// The work trees of the repository that have `branch` checked out and are there.
  public static func all(
    of branch: ReferenceName, in repository: RepositoryLocation
  ) async throws(GitError) -> [Checkout] {
    var found: [Checkout] = []
    for worktree in try await repository.worktrees() where !worktree.isBare {
      guard worktree.branch == branch, let checkout = try Checkout(worktree.path) else { continue }
      found.append(checkout)
    }
    return found
  }

  /// The work trees in which a rebase of `branch` is under way: moving it would pull the ground
  /// from under that, which git itself does not let happen either.
  public static func rebasing(
    _ branch: ReferenceName, in repository: RepositoryLocation
  ) async throws(GitError) -> [Checkout] {
    var found: [Checkout] = []
    for worktree in try await repository.worktrees() where !worktree.isBare {
      guard worktree.branch == nil, let checkout = try Checkout(worktree.path) else { continue }
      let names = ["rebase-merge", "rebase-apply"].compactMap { directory in
        Folder.read("\(checkout.location.gitDirectory)/\(directory)/head-name", limit: 4096)
      }
      if names.contains(where: { $0.starts(with: Array("\(branch)\n".utf8)) }) {
        found.append(checkout)
      }
    }
    return found
  }

  /// Nil where there is no work tree at `path` any more.
  public init?(_ path: String) throws(GitError) {
    do throws(GitError) {
      location = try Repository.discover(from: path).location
    } catch {
      guard error.code == .notARepository || error.code == .notFound else { throw error }
      return nil
    }
    self.path = path
  }
}

/// Why a work tree cannot be brought along without losing something.
public enum CheckoutObstacle: Error, Hashable, Sendable {
  /// Tracked files that differ from what is checked out.
  case changed([String])
  /// Files that git does not keep, where the landing brings some.
  case inTheWay([String])
  /// Another git command is at work there, or in the middle of something.
  case busy(String)
}

extension Checkout {
  /// What forbids to bring the work tree from `old` to `new`; nil where nothing does.
  public func obstacle(
    from old: ObjectID, to new: ObjectID
  ) async throws(GitError) -> CheckoutObstacle? {
    if Self.exists(lock) { return .busy("\(lock) exists: another git command is at work") }
    for (file, what) in Self.unfinished where Self.exists("\(location.gitDirectory)/\(file)") {
      return .busy("a \(what) is under way in \(path)")
    }
    let status = try await location.status(ignored: .listed)
    let moved = try Repository(location).changes(from: old, to: new)
    let touched = Set(moved.map(\.path))
    // A submodule with work of its own stays as it is, unless the landing moves it.
    let changed = status.changes
      .filter { !$0.isSubmodule || $0.index != "." || touched.contains($0.path) }.map(\.path)
    guard changed.isEmpty else { return .changed(changed) }
    let others = status.untracked + status.ignored + status.nestedRepositories
    let written = moved.filter { $0.new != nil }
    let blocked = others.flatMap { other in
      written.compactMap { Self.collision(of: other, with: $0.path, below: path) }
    }
    return blocked.isEmpty ? nil : .inTheWay(Set(blocked).sorted())
  }

  /// Brings index and files from `old` to `new`, of which `obstacle` said that they can be; the
  /// branch is there already. git itself refuses to overwrite what changed meanwhile.
  public func bring(from old: ObjectID, to new: ObjectID) async throws(GitError) {
    // A file that was only touched would pass for a changed one.
    _ = try await location.run(["update-index", "-q", "--refresh"])
    _ = try await location.git(
      ["-c", "submodule.recurse=false", "read-tree", "-m", "-u", old.hex, new.hex])
  }

  private static let unfinished = [
    ("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
  ]

  /// What stands in the way of `written`, where something that git does not keep does.
  private static func collision(
    of other: String, with written: String, below root: String
  ) -> String? {
    guard other.hasSuffix("/") else {
      let collides =
        other == written || other.hasPrefix(written + "/") || written.hasPrefix(other + "/")
      return collides ? other : nil
    }
    if other == written + "/" || other.hasPrefix(written + "/") { return other }
    // An ignored directory takes new files; only one at that very place is in the way.
    return written.hasPrefix(other) && exists("\(root)/\(written)") ? written : nil
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
