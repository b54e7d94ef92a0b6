public import Git
public import Model
import Store

/// A lane's files as they were at one moment, kept under `refs/o8-local/lanes/<packet>`.
///
/// The commit's parents are HEAD, a commit of the index, and the snapshot before it. The index's
/// parents are HEAD and all commits that only the worktree's own git directory names.
public struct LaneSnapshot: Sendable, Hashable {
  public let commit: ObjectID
  public let tree: ObjectID
  /// What the snapshot cannot hold and a removal of the worktree would lose.
  public let leftOut: [String: WorkTreeSnapshot.Reason]
  /// What a person should know of what it holds besides files.
  public let notes: [String]
}

extension LaneWorktree {
  /// How often a snapshot is tried when another writer moves the same ref.
  private static let snapshotAttempts = 8

  /// Keeps what the worktree holds now; nil when the worktree is gone, and with it all that only
  /// it knew of.
  ///
  /// Neither its index nor its files change. `known` saves looking at them, where somebody has
  /// looked a moment ago.
  ///
  /// - Parameter commits: what is to be kept besides.
  public func takeSnapshot(
    because reason: String, at time: Instant, of known: WorkTreeSnapshot? = nil,
    keeping commits: [ObjectID] = []
  ) async throws -> LaneSnapshot? {
    _ = try await mend()
    guard let location = try location() else {
      return try await takeSnapshotOfNoFiles(because: reason, at: time)
    }
    let files: WorkTreeSnapshot
    if let known {
      files = known
    } else {
      guard let found = try await self.files() else { return nil }
      files = found.snapshot
    }
    let index: ObjectID
    if let known = files.indexTree {
      index = known
    } else {
      index = try await Self.indexTree(of: location, otherwise: files.tree)
    }
    let repository = try Repository(location)
    let head = try repository.head().commit ?? repository.target(of: branch)
    let state = PrivateState(directory: location.gitDirectory)
    let others = try await state.unkept(besides: [head].compactMap { $0 }, in: location)
    var leftOut = files.leftOut
    let submodules = LaneSubmodules(worktree: self, state: state, embedded: files.embedded)
    leftOut.merge(try await submodules.keep()) { _, new in new }
    return try write(
      files.tree, index: index, head: head, others: others, keeping: commits,
      leftOut: leftOut, because: reason, at: time)
  }

  /// Keeps commits that only a worktree knew of whose files are gone; nil where there are none.
  private func takeSnapshotOfNoFiles(
    because reason: String, at time: Instant
  ) async throws -> LaneSnapshot? {
    guard let state = privateState else { return nil }
    let others = try await state.unkept(besides: [], in: repository)
    guard let first = others.first?.commit else { return nil }
    let tree = try Repository(repository).treeID(first)
    return try write(
      tree, index: tree, head: first, others: others, keeping: [], leftOut: [:],
      because: reason, at: time)
  }

  /// Keeps a commit of the branch where there are no files.
  func keep(_ commit: ObjectID, because reason: String, at time: Instant) throws -> ObjectID {
    let tree = try Repository(repository).treeID(commit)
    return try write(
      tree, index: tree, head: commit, others: [], keeping: [], leftOut: [:], because: reason,
      at: time
    ).commit
  }

  private func write(
    _ files: ObjectID, index: ObjectID, head: ObjectID?, others: [PrivateState.Named],
    keeping commits: [ObjectID], leftOut: [String: WorkTreeSnapshot.Reason],
    because reason: String, at time: Instant
  ) throws -> LaneSnapshot {
    let repository = try Repository(repository)
    let line = Signature(name: "o8", email: "o8", seconds: time.seconds).line
    func write(_ tree: ObjectID, _ parents: [ObjectID], _ subject: String) throws -> ObjectID {
      var text = "tree \(tree)\n"
      for parent in parents { text += "parent \(parent)\n" }
      text += "author \(line)\ncommitter \(line)\n\n\(subject)\n\nO8-Packet: \(packet)\n"
      return try repository.writeCommit(Array(text.utf8))
    }
    var kept: [ObjectID] = []
    for id in [head].compactMap({ $0 }) + commits + others.map(\.commit) where !kept.contains(id) {
      kept.append(id)
    }
    let named = others.map { "\($0.commit) \(SafeText.singleLine($0.file, limit: 200))\n" }
    let indexCommit = try write(
      index, kept, named.isEmpty ? "index" : "index\n\nAlso kept:\n" + named.joined())
    let name = Layout.lane(packet)
    let store = try Store(repository)
    for _ in 0..<Self.snapshotAttempts {
      let previous = try repository.target(of: name)
      let parents = [head, indexCommit, previous].compactMap { $0 }
      let subject = "snapshot: \(SafeText.singleLine(reason, limit: Limits.subjectBytes))"
      let commit = try write(files, parents, subject)
      do throws(GitError) {
        try store.place(name, from: previous, to: commit)
        let notes = others.filter(\.isRemarkable).map {
          "kept with the snapshot \(commit.short): \($0.commit.short), which only "
            + "\(SafeText.escaped($0.file)) of the worktree named"
        }
        return LaneSnapshot(commit: commit, tree: files, leftOut: leftOut, notes: notes)
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
