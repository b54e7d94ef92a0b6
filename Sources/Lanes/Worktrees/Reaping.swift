import Git
import Model

/// Takes in the work of one worktree that stands, and brings it back onto its branch.
struct Reaping {
  let lane: LaneWorktree
  let location: RepositoryLocation
  let repository: Repository
  let files: WorkTreeSnapshot
  let standing: LaneStanding
  let worker: PrincipalName
  let time: Instant

  private(set) var head: ObjectID = .emptyTree
  private(set) var committed: ObjectID?
  private(set) var notes: [String] = []

  init(
    lane: LaneWorktree, location: RepositoryLocation, repository: Repository,
    files: WorkTreeSnapshot, standing: LaneStanding, worker: PrincipalName, time: Instant
  ) {
    self.lane = lane
    self.location = location
    self.repository = repository
    self.files = files
    self.standing = standing
    self.worker = worker
    self.time = time
  }

  private var state: PrivateState { PrivateState(directory: location.gitDirectory) }
  private var branch: ReferenceName { lane.branch }

  func notesOnPlace(_ checkedOut: Head) -> [String] {
    var notes: [String] = []
    if checkedOut.branch != branch {
      let place = checkedOut.branch.map { "on \($0.short)" } ?? "detached"
      notes.append("the worker left the worktree \(place), not on \(branch.short)")
    }
    return notes + state.underWay.map { "the worker left a \($0) stopped half way" }
  }

  mutating func reap(since start: ObjectID) async throws {
    let isAstray = standing.place != branch
    // Before anything moves, and even where somebody has taken one: its name is told.
    var snapshot: LaneSnapshot?
    if isAstray || !state.underWay.isEmpty {
      snapshot = try await lane.takeSnapshot(
        because: "before it is on \(branch.short) again", at: time, of: files,
        keeping: [standing.tip].compactMap { $0 })
    }
    switch standing.choice(on: branch) {
    case .head(let tip): try take(tip, dirtyAgainst: tip)
    case .start: try take(start, dirtyAgainst: start)
    case .branch(let tip): try await takeBranch(tip, snapshot)
    }
    if head != start, try !repository.isAncestor(start, of: head) {
      notes.append("the worker rewrote the lane: \(start.short) is not in its history")
    }
    if let tip = standing.tip, standing.relation == .diverged, !contains(tip) {
      notes.append(
        "\(branch.short) was at \(tip.short), which is not in the history of \(head.short); "
          + "\(snapshot.map { "the snapshot \($0.commit.short) keeps it" } ?? "it is kept"): "
          + "git branch NAME \(tip.short)")
    }
    try await lane.bring(branch, to: head, in: repository)
    if isAstray || snapshot != nil {
      try await goBack(fromFilesAt: standing.head, isKept: snapshot != nil)
    } else if committed != nil {
      // The files are as committed; only the index still tells of the commit before.
      _ = try await location.git(["reset", "--quiet", "--mixed"])
    }
  }

  private func contains(_ commit: ObjectID) -> Bool {
    (try? repository.isAncestor(commit, of: head)) ?? false
  }

  private mutating func take(_ tip: ObjectID, dirtyAgainst base: ObjectID) throws {
    head = tip
    guard try files.tree != repository.treeID(base) else { return }
    try commit(files.tree, onto: tip)
  }

  /// Takes the branch, and on top of it what was changed in the files since what is checked out.
  private mutating func takeBranch(_ tip: ObjectID, _ snapshot: LaneSnapshot?) async throws {
    guard let checkedOut = standing.head else { return try take(tip, dirtyAgainst: tip) }
    head = tip
    let place = snapshot.map { "the snapshot \($0.commit.short)" } ?? "a snapshot"
    notes.append("taken in is \(tip.short), where \(branch.short) is, not \(checkedOut.short)")
    guard try files.tree != repository.treeID(checkedOut) else { return }
    guard state.underWay.isEmpty || state.underWay == ["bisect"] else {
      notes.append("the files as they were in the middle of it are in \(place)")
      return
    }
    // Any commit of those files does: only the difference is asked for.
    let left = try write(files.tree, onto: checkedOut)
    switch try await location.merge(tip, left, base: checkedOut) {
    case .clean(let tree):
      if try tree != repository.treeID(tip) { try commit(tree, onto: tip) }
    case .conflict:
      notes.append(
        "what was uncommitted on \(checkedOut.short) conflicts with \(tip.short); it is in "
          + "\(place)")
    }
  }

  /// Puts the worktree on its branch; its files become the branch's where a snapshot has them.
  private func goBack(fromFilesAt old: ObjectID?, isKept: Bool) async throws {
    try state.endWhatIsUnderWay()
    _ = try await location.git([
      "symbolic-ref", "-m", "o8: back to the lane", "HEAD", branch.text,
    ])
    let isThere = try files.tree == repository.treeID(head)
    let isSafe = try isKept && old != nil && !isInTheWay()
    if isThere || !isSafe {
      _ = try await location.git(["reset", "--quiet", "--mixed"])
    } else {
      _ = try await location.git(
        ["-c", "submodule.recurse=false", "read-tree", "--reset", "-u", head.hex])
    }
  }

  /// Whether the branch's files would overwrite something that no snapshot has.
  private func isInTheWay() throws(GitError) -> Bool {
    let written = try repository.changes(from: files.tree, to: head).map(\.path)
    return files.leftOut.keys.contains { left in
      written.contains { path in
        path == left || path.hasPrefix(left + "/") || left.hasPrefix(path + "/")
      }
    }
  }

  private mutating func commit(_ tree: ObjectID, onto tip: ObjectID) throws(GitError) {
    let made = try write(tree, onto: tip)
    (head, committed) = (made, made)
  }

  private func write(_ tree: ObjectID, onto tip: ObjectID) throws(GitError) -> ObjectID {
    let author = Signature(name: worker.text, email: worker.text, seconds: time.seconds).line
    let committer = Signature(name: "o8", email: "o8", seconds: time.seconds).line
    let text = """
      tree \(tree)
      parent \(tip)
      author \(author)
      committer \(committer)

      Keep what the worker left uncommitted

      O8-Packet: \(lane.packet)

      """
    return try repository.writeCommit(Array(text.utf8))
  }
}
