public import Git
public import Model

/// What git says of a lane after its worker ended, whatever the worker said.
public struct LaneHarvest: Sendable, Hashable {
  /// The lane's head, with the files committed that the worker left.
  public let head: ObjectID
  /// Whether the head's files differ from those the attempt began with, or another history was
  /// merged: a conflict may be settled by keeping every file as it was.
  public let changed: Bool
  /// The commit made for the worker, if it left something uncommitted.
  public let committed: ObjectID?
  /// What a person should know: a branch that was moved, files that no commit can hold.
  public let notes: [String]
}

extension LaneWorktree {
  /// Takes in what the worker left: dirty and untracked files are committed as the worker, the
  /// lane's branch is brought to the worktree's HEAD, and a deleted branch is made again.
  ///
  /// - Parameters:
  ///   - start: the lane's head when the attempt began.
  ///   - known: its files as somebody saw them a moment ago.
  public func harvest(
    as worker: PrincipalName, since start: ObjectID, at time: Instant,
    of known: WorkTreeSnapshot? = nil
  ) async throws -> LaneHarvest {
    var notes = try await mend()
    guard let location = try location() else { return try await harvestWithoutWorktree(start) }
    let worktree = try Repository(location)
    let checkedOut = try worktree.head()
    if checkedOut.branch != branch {
      let place = checkedOut.branch.map { "on \($0.short)" } ?? "detached"
      notes.append("the worker left the worktree \(place), not on \(branch.short)")
    }
    let tip = checkedOut.commit ?? start
    if tip != start, try !worktree.isAncestor(start, of: tip) {
      notes.append("the worker rewrote the lane: \(start.short) is not in its history")
    }
    let files: WorkTreeSnapshot
    if let known { files = known } else { files = try await location.snapshot() }
    notes += Self.notes(on: files.leftOut)
    let committed =
      try files.tree == worktree.treeID(tip)
      ? nil : write(files.tree, onto: tip, as: worker, at: time, in: worktree)
    let head = committed ?? tip
    try await bring(branch, to: head, in: worktree)
    if checkedOut.branch == branch, committed != nil {
      // The files are as committed; only the index still tells of the commit before.
      _ = try await location.git(["reset", "--quiet", "--mixed"])
    }
    let changed = try Self.isChange(from: start, to: head, in: worktree)
    return LaneHarvest(head: head, changed: changed, committed: committed, notes: notes)
  }

  private func harvestWithoutWorktree(_ start: ObjectID) async throws -> LaneHarvest {
    let repository = try Repository(repository)
    let head = try repository.target(of: branch) ?? start
    try await bring(branch, to: head, in: repository)
    let changed = try Self.isChange(from: start, to: head, in: repository)
    return LaneHarvest(
      head: head, changed: changed, committed: nil, notes: ["the worktree is gone: \(path)"])
  }

  private static func isChange(
    from start: ObjectID, to head: ObjectID, in repository: Repository
  ) throws(GitError) -> Bool {
    guard try repository.treeID(head) == repository.treeID(start) else { return true }
    var next = head
    for _ in 0..<attemptCommits where next != start {
      let parents = try repository.commit(next).parents
      guard parents.count == 1 else { return parents.count > 1 }
      next = parents[0]
    }
    return false
  }

  /// Commits of an attempt that come to nothing are looked at no further back than this.
  private static let attemptCommits = 1000

  private func write(
    _ tree: ObjectID, onto tip: ObjectID, as worker: PrincipalName, at time: Instant,
    in repository: Repository
  ) throws(GitError) -> ObjectID {
    let author = Signature(name: worker.text, email: worker.text, seconds: time.seconds).line
    let committer = Signature(name: "o8", email: "o8", seconds: time.seconds).line
    let text = """
      tree \(tree)
      parent \(tip)
      author \(author)
      committer \(committer)

      Keep what the worker left uncommitted

      O8-Packet: \(packet)

      """
    return try repository.writeCommit(Array(text.utf8))
  }

  private func bring(
    _ branch: ReferenceName, to head: ObjectID, in repository: Repository
  ) async throws(GitError) {
    let present = try repository.target(of: branch)
    guard present != head else { return }
    try await self.repository.update(
      [ReferenceMove(branch, from: present, to: head)], reason: "o8: the lane's head")
  }

  private static func notes(on leftOut: [String: WorkTreeSnapshot.Reason]) -> [String] {
    leftOut.filter { $0.value != .ignored }.sorted { $0.key < $1.key }.map { path, reason in
      let what =
        switch reason {
        case .nestedRepository: "a repository of its own"
        case .unreadable: "not readable"
        case .special: "no ordinary file"
        case .ignored: "ignored"
        }
      return "left out of the commit: \(SafeText.escaped(path)) (\(what))"
    }
  }
}
