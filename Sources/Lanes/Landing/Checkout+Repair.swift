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
    let wanted = Dictionary(
      try repository.changes(from: before, to: after).map { ($0.pathBytes, $0) },
      uniquingKeysWith: { first, _ in first })
    let found = try repository.changes(from: before, to: try await location.snapshot().tree)
    let foreign = found.filter { change in
      guard let landing = wanted[change.pathBytes] else { return change.old != nil }
      return landing.new != change.new
    }
    guard foreign.isEmpty else { return .left(foreign.map(\.path)) }
    // Every file it overwrites is one that the landing itself had written.
    _ = try await location.git(
      ["-c", "submodule.recurse=false", "read-tree", "--reset", "-u", new.hex])
    return .brought
  }
}
