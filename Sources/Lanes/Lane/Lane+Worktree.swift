public import Git
public import Model
import Store

extension Lane {
  /// The packet's worktree, wherever git has it.
  func place(_ lane: ReferenceName) async throws -> LaneWorktree {
    try await LaneWorktree.of(packet, on: lane, in: location, root: setting.worktrees)
  }

  /// Has the worktree there, on its branch at `head`, and keeps what it holds already.
  func prepare(_ worktree: LaneWorktree, at head: ObjectID, number: Int) async throws {
    // A first attempt's worktree was never there.
    if number > 1 { for note in try await worktree.mend() { spool.note(note) } }
    if try worktree.isThere() {
      try await worktree.returnToBranch()
      // A person may have been at work here since the last attempt ended.
      _ = try await worktree.takeSnapshot(
        because: "before attempt \(number)", at: setting.now())
      return
    }
    if number > 1 { try await worktree.forget() }
    if Folder.exists(worktree.path) {
      let aside = try Folder.setAside(worktree.path)
      spool.note("moved aside what stood at \(worktree.path): \(aside)")
    }
    try Folder.make(Folder.parent(of: worktree.path))
    try await worktree.add(at: head)
    spool.note("worktree \(worktree.path)")
    let copied = try await WorktreeInclude.copy(from: location, to: worktree.path)
    if copied > 0 { spool.note("copied \(copied) files of .worktreeinclude") }
    try await setUp(worktree)
  }

  /// Puts branch and files back to where a replay begins; what stands there is kept.
  func setBack(_ worktree: LaneWorktree, to commit: ObjectID) async throws {
    let kept = try await worktree.setBack(
      to: commit, because: "before a replay", at: setting.now())
    if let kept { spool.note("set back to \(commit.short); what stood there is \(kept.short)") }
  }

  private func setUp(_ worktree: LaneWorktree) async throws {
    var runner = CommandGateRun(
      environment: WorkerEnvironment.scrubbed(
        from: setting.environment, adding: [LanePlace.markVariable: self.place.directory]))
    runner.heldLock = lock.rawDescriptor
    runner.graces = setting.graces
    runner.spool = spool
    guard !policy.setup.isEmpty else { return }
    var plain = SupervisedCommand("sh", environment: runner.environment, directory: worktree.path)
    let seclusion = try await seclude(&plain, in: worktree, showing: [])
    defer { seclusion.abandon() }
    runner.cage = plain.cage
    for (index, step) in policy.setup.enumerated() {
      let result = await runner.run(
        CommandGate(
          name: "setup \(index + 1)", command: step, directory: worktree.path,
          timeoutSeconds: GateBench.setupSeconds), stop: stop)
      guard result.passed else {
        throw LaneTrouble(text: "set-up step \(index + 1) failed: \(step)")
      }
    }
  }
}

extension LaneWorktree {
  /// The worktree of a packet: where it was made, else where git says that it was moved to.
  public static func of(
    _ packet: Packet, on lane: ReferenceName, in location: RepositoryLocation, root: WorktreeRoot
  ) async throws(GitError) -> LaneWorktree {
    func at(_ path: String) -> LaneWorktree {
      LaneWorktree(packet: packet.id, branch: lane, path: path, repository: location)
    }
    let planned = at(root.worktree(of: packet.id, titled: packet.title))
    // Git is asked only where somebody may have made or moved one.
    if packet.attempts.isEmpty { return planned }
    if planned.stands, planned.ownGitDirectory() != nil { return planned }
    let known = try await location.worktrees().dropFirst()
    let reason = LaneWorktree.lockReason(of: packet.id)
    let listed = known.filter { $0.locked == reason } + known.filter { $0.branch == lane }
    for worktree in listed.map({ at($0.path) }) where worktree.stands {
      // A worker can write any path into git's list: one that we did not make points back.
      if worktree.isOfOurMaking { return worktree }
      if try worktree.location() != nil { return worktree }
    }
    if planned.stands { return planned }
    // The packet may have had another title when it was made.
    return root.directories(of: packet.id).first.map(at) ?? planned
  }

  /// Puts HEAD back on the lane's branch; the files stay as they are.
  func returnToBranch() async throws {
    guard let location = try location() else { return }
    guard try Repository(location).head().branch != branch else { return }
    _ = try await location.git(["symbolic-ref", "-m", "o8: back to the lane", "HEAD", branch.text])
    _ = try await location.git(["reset", "--quiet", "--mixed"])
  }
}
