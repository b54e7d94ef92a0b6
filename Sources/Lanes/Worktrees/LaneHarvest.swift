public import Git
public import Model
import Store

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
  /// lane's branch is brought to the worker's work, be it checked out or not, a deleted branch is
  /// made again, and the worktree is on it again.
  ///
  /// - Parameters:
  ///   - start: the lane's head when the attempt began.
  ///   - base: what the lane is to land on.
  ///   - known: its files as somebody saw them a moment ago.
  public func harvest(
    as worker: PrincipalName, since start: ObjectID, on base: ObjectID? = nil, at time: Instant,
    of known: WorkTreeSnapshot? = nil
  ) async throws -> LaneHarvest {
    var notes = try await mend()
    guard let location = try location() else {
      return try await harvestWithoutWorktree(start, base, at: time)
    }
    let files: WorkTreeSnapshot
    if let known {
      files = known
    } else {
      guard let found = try await self.files() else {
        return try await harvestWithoutWorktree(start, base, at: time)
      }
      (files, notes) = (found.snapshot, notes + found.notes)
    }
    let worktree = try Repository(location)
    let checkedOut = try worktree.head()
    let standing = try LaneStanding(checkedOut, of: self, base: base, in: worktree)
    var reaping = Reaping(
      lane: self, location: location, repository: worktree, files: files, standing: standing,
      worker: worker, time: time)
    notes += reaping.notesOnPlace(checkedOut)
    notes += Self.notes(on: files)
    try await reaping.reap(since: start)
    notes += reaping.notes
    let changed = try Self.isChange(from: start, to: reaping.head, in: worktree)
    return LaneHarvest(
      head: reaping.head, changed: changed, committed: reaping.committed, notes: notes)
  }

  private func harvestWithoutWorktree(
    _ start: ObjectID, _ base: ObjectID?, at time: Instant
  ) async throws -> LaneHarvest {
    let repository = try Repository(repository)
    var notes = [whatStandsThere]
    let standing = try LaneStanding(
      privateHead(in: repository), of: self, base: base, in: repository)
    let head: ObjectID
    switch standing.choice(on: branch) {
    case .head(let id), .branch(let id): head = id
    case .start: head = start
    }
    if let tip = standing.tip, standing.relation == .diverged, head != tip {
      notes.append(
        "\(branch.short) was at \(tip.short), which is not in the history of \(head.short): "
          + "git branch NAME \(tip.short)")
      try await takeSnapshot(because: "the worktree is gone", at: time, keeping: [tip])
        .map { notes += $0.notes }
    }
    try await bring(branch, to: head, in: repository)
    let changed = try Self.isChange(from: start, to: head, in: repository)
    return LaneHarvest(head: head, changed: changed, committed: nil, notes: notes)
  }

  /// What was checked out in a worktree whose files are gone.
  private func privateHead(in repository: Repository) throws(GitError) -> Head? {
    guard let own = ownGitDirectory() else { return nil }
    switch Self.head(own) {
    case .branch(let name): return try repository.target(of: name).map { .branch(name, $0) }
    case .commit(let id): return try repository.kind(of: id) == .commit ? .detached(id) : nil
    case nil: return nil
    }
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

  func bring(
    _ branch: ReferenceName, to head: ObjectID, in repository: Repository
  ) async throws {
    let present = try repository.target(of: branch)
    guard present != head else { return }
    if present == nil { try Store(repository).makeWay(for: branch) }
    try await self.repository.update(
      [ReferenceMove(branch, from: present, to: head)], reason: "o8: the lane's head")
  }

  private static func notes(on files: WorkTreeSnapshot) -> [String] {
    let left = files.leftOut.filter { $0.value != .ignored }.sorted { $0.key < $1.key }
    return left.map { path, reason in
      "left out of the commit: \(SafeText.escaped(path)) (\(reason.words))"
    }
      + files.unwatched.map {
        "taken in although git was told not to look at it: \(SafeText.escaped($0))"
      }
  }
}
