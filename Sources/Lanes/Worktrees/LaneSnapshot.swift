public import Git
public import Model
import Store

/// A lane's files as they were at one moment, kept under `refs/o8-local/lanes/<packet>`.
///
/// The commit's parents are HEAD, a commit of the index, and the snapshot before it.
public struct LaneSnapshot: Sendable, Hashable {
  public let commit: ObjectID
  public let tree: ObjectID
  /// What the snapshot cannot hold and a removal of the worktree would lose.
  public let leftOut: [String: WorkTreeSnapshot.Reason]
}

extension LaneWorktree {
  /// How often a snapshot is tried when another writer moves the same ref.
  private static let snapshotAttempts = 8

  /// Keeps what the worktree holds now; nil when the worktree is gone.
  ///
  /// Neither its index nor its files change. `known` saves looking at them, where somebody has
  /// looked a moment ago.
  public func takeSnapshot(
    because reason: String, at time: Instant, of known: WorkTreeSnapshot? = nil
  ) async throws -> LaneSnapshot? {
    _ = try await mend()
    guard let location = try location() else { return nil }
    let files: WorkTreeSnapshot
    if let known { files = known } else { files = try await location.snapshot() }
    let index: ObjectID
    if let known = files.indexTree {
      index = known
    } else {
      index = try await Self.indexTree(of: location, otherwise: files.tree)
    }
    let worktree = try Repository(location)
    guard let head = try worktree.head().commit else { return nil }
    let line = Signature(name: "o8", email: "o8", seconds: time.seconds).line
    func write(_ tree: ObjectID, _ parents: [ObjectID], _ subject: String) throws -> ObjectID {
      var text = "tree \(tree)\n"
      for parent in parents { text += "parent \(parent)\n" }
      text += "author \(line)\ncommitter \(line)\n\n\(subject)\n\nO8-Packet: \(packet)\n"
      return try worktree.writeCommit(Array(text.utf8))
    }
    let indexCommit = try write(index, [head], "index")
    let name = Layout.lane(packet)
    for _ in 0..<Self.snapshotAttempts {
      let previous = try worktree.target(of: name)
      let parents = [head, indexCommit] + (previous.map { [$0] } ?? [])
      let subject = "snapshot: \(SafeText.singleLine(reason, limit: Limits.subjectBytes))"
      let commit = try write(files.tree, parents, subject)
      do throws(GitError) {
        try worktree.move(name, from: previous, to: commit)
        return LaneSnapshot(commit: commit, tree: files.tree, leftOut: files.leftOut)
      } catch {
        guard error.meansSomeoneWasFirst else { throw error }
      }
    }
    throw GitError(.modified, "keep a snapshot in", on: name.text, "others keep moving it")
  }

  /// The index's tree; while a merge is unresolved an index has none, and the files stand in.
  private static func indexTree(
    of location: RepositoryLocation, otherwise files: ObjectID
  ) async throws(GitError) -> ObjectID {
    do throws(GitError) {
      return try await location.treeOfIndex()
    } catch {
      guard error.code == .conflict else { throw error }
      return files
    }
  }
}
