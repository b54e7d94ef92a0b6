import Git
public import Model

extension GateBench {
  /// Merges `head` into `base` without a work tree, applies the static rules, and runs the
  /// policy's gates on the result in a detached worktree that is gone afterwards.
  ///
  /// A static error spares the gates: code that must not come in is not run either.
  public func assess(
    _ head: ObjectID, on base: ObjectID, stop: StopSwitch = StopSwitch()
  ) async throws -> Assessment {
    let tree: ObjectID
    switch try await repository.merge(base, head) {
    case .clean(let merged): tree = merged
    case .conflict(let conflict):
      return Assessment(base: base, head: head, result: .conflict(conflict))
    }
    let files = try await ChangeReading.files(from: base, to: tree, in: repository)
    let findings =
      StaticReview(rules: policy.rules, scope: scope).findings(in: files)
      + (try await SubmoduleReview(repository: repository).findings(in: files))
    // Admission asks for these very gates, so what is green here is enough there.
    let paths = files.map(\.path)
    let asked = Set(Admission.gates(for: paths, policy: policy).map(\.name)).union(always)
    let due = policy.gates.filter { asked.contains($0.name) && !isKnownGreen($0, tree) }
    let spared = policy.gates.filter { !due.contains($0) }.map(\.name)
    let isRefused = findings.contains { $0.severity == .error }
    let results =
      isRefused || due.isEmpty ? [] : try await run(due, on: tree, of: (base, head), stop: stop)
    return Assessment(
      base: base, head: head,
      result: .judged(
        Assessment.Judged(
          tree: tree, paths: paths, findings: findings, gates: results, spared: spared)))
  }

  private func run(
    _ gates: [Gate], on tree: ObjectID, of sides: (base: ObjectID, head: ObjectID),
    stop: StopSwitch
  ) async throws -> [CommandGateResult] {
    // The process and a number that no other call has: two lanes may gate the same tree at once.
    let place = "\(worktrees)/\(Self.placePrefix)\(tree.short)-\(UInt64.random(in: .min ... .max))"
    let commit = try Repository(repository).writeCommit(
      CommitForm(result: tree, of: sides.head, on: sides.base).bytes)
    try Folder.make(worktrees)
    let lock = try FileLock.take(Self.lock(of: place))
    defer { if lock != nil { Folder.removeFile(Self.lock(of: place)) } }
    try await repository.addWorktree(
      at: place, .detached(commit), files: .asInTheTree, lockedBecause: Self.lockReason)
    do {
      let files = try GateFiles(in: place, tree: tree, base: sides.base, of: repository)
      let results = try await judge(gates, in: files, stop: stop)
      // What cannot be deleted says nothing about the change, and `reconcile` tries again.
      try? await LaneWorktree.discard(place, of: repository)
      return results
    } catch {
      try? await LaneWorktree.discard(place, of: repository)
      throw error
    }
  }

  /// A worker can make hooks, filters and attributes that check out other files than the tree's,
  /// and gates share theirs: evidence about a tree is only what ran on that very tree.
  private func judge(
    _ gates: [Gate], in files: GateFiles, stop: StopSwitch
  ) async throws -> [CommandGateResult] {
    if let flaw = try files.flawBefore() { return [.refused(because: flaw)] }
    let results = try await secluded(in: files.directory) { cages in
      await commands(gates, in: files.directory, cages, stop: stop)
    }
    guard let flaw = try files.flawAfter(setup: !policy.setup.isEmpty) else { return results }
    return results.map { $0.spoiled(by: flaw) }
  }

  private func commands(
    _ gates: [Gate], in directory: String, _ cages: GateCages, stop: StopSwitch
  ) async -> [CommandGateResult] {
    var runner = CommandGateRun(environment: environment)
    runner.cage = cages.setup
    runner.spool = spool
    runner.graces = graces
    runner.resources = resources
    runner.heldLock = heldLock
    for (index, step) in policy.setup.enumerated() {
      let result = await runner.run(
        CommandGate(
          name: "setup \(index + 1)", command: step, directory: directory,
          timeoutSeconds: Self.setupSeconds),
        stop: stop)
      // Gates on a half-made worktree would blame the change for the machine.
      guard result.passed else { return [result] }
    }
    runner.cage = cages.gates
    return await runner.run(
      gates.map {
        CommandGate(
          name: $0.name, command: $0.run, directory: directory, timeoutSeconds: $0.timeoutSeconds)
      }, stop: stop)
  }
}
