import Git
import Lanes
import Model
import Store
import Trust

extension Reconciling {
  /// Records what moved a protected branch around the rule, and names the two ways back.
  mutating func reconcileBreaches() async throws {
    guard only == nil else { return }
    done.remarks += try UnadoptedBranches(governed: governed, judge: judge).all()
      .map(Unadopted.sentence)
    guard try !isPolicyUntimely() else { return }
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      guard let tip = try repository.target(of: branch) else {
        try tellStand(of: branch)
        continue
      }
      if let cut = try judge.cut(of: branch, at: tip) {
        done.problems.append(cut.sentence)
        continue
      }
      try await tellBreaches(of: branch, at: tip)
      if let stranded = try judge.strandedLandings(on: branch) {
        done.problems.append(
          "\(stranded.sentence): \(stranded.commands.joined(separator: ", then "))")
      }
      try tellStand(of: branch)
    }
  }

  private mutating func tellBreaches(of branch: ReferenceName, at tip: ObjectID) async throws {
    let search = try BreachSearch(governed: governed, judge: judge)
    let found = try search.all(on: branch, at: tip)
    for breach in found.breaches where !search.isRecorded(breach) { try await record(breach) }
    // Where the branch left its way, it is told how it stands, and the way back.
    for breach in found.breaches where breach.isStep(judge) {
      done.problems.append(try wayBack(from: breach, at: tip))
    }
    guard let first = found.awaited.first, let last = found.awaited.last else { return }
    let remote =
      try judge.upstream(of: branch)?.remote
      ?? judge.remotes(beyond: last.commit, on: branch).first?.remote ?? "origin"
    done.problems.append(
      "\(branch.short) \(first.prev.short)..\(last.commit.short) came from a remote, and nothing "
        + "here proves it: git o8 sync \(ShellWord.quoted(remote)) fetches what does, or finds that "
        + "nothing does")
  }

  /// What `verify` and `status` say of where a branch stands: nothing that is for a machine to
  /// put right.
  private mutating func tellStand(of branch: ReferenceName) throws {
    done.problems += try BranchStand(governed: governed, judge: judge).problems(of: branch)
  }

  /// Whether the newest policy is one that nobody else has and that comes too late: what it finds
  /// wrong with what landed meanwhile is no breach.
  private mutating func isPolicyUntimely() throws -> Bool {
    for remote in try judge.remotesOfBranches() {
      let timing = PolicyTiming(governed: governed, judge: judge, remote: remote)
      guard let problem = try timing.problem() else { continue }
      done.problems.append(
        "\(problem.sentence), so breaches were not looked for: "
          + "git o8 sync \(ShellWord.quoted(remote)) sets it aside to be signed again")
      return true
    }
    return false
  }

  /// Carries out overrides that were signed and cut short before the branch moved.
  mutating func carryOutOverrides() async throws {
    guard only == nil else { return }
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      guard let present = try judge.ground(of: branch),
        try judge.truth(of: branch) == present,
        let entry = try judge.overridesToCarryOut(
          on: branch, at: present, now: workspace.now()
        ).first
      else { continue }
      let request = ForceRequest(
        branch: branch.short, commit: entry.body.new.hex, reason: entry.body.reason,
        rewinds: entry.body.rewind)
      do {
        let meeting = try await meetLandRemote()
        // Meanwhile a remote may have gone on.
        guard try judge.ground(of: branch) == present else { continue }
        let move = try await ForcedMove(request, in: governed, workspace, on: meeting)
        let checkouts = try await move.clearCheckouts()
        try await move.move()
        var report = ForceReport(
          branch: branch, old: present, new: entry.body.new, rewinds: entry.body.rewind,
          reason: entry.body.reason, remote: meeting?.remote, entry: entry.id)
        await move.finish(&report, checkouts)
        done.add(
          .overrideCarriedOut, nil,
          "\(branch.short) moved to \(entry.body.new.short), as \(entry.author) forced it")
        done.remarks += report.remarks
      } catch let problem as Problem {
        done.problems.append("\(branch.short) stays where it is: \(problem.message)")
      }
    }
  }

  private mutating func record(_ breach: Breach) async throws {
    let from = breach.old?.short ?? "nothing"
    let to = breach.new?.short ?? "nothing"
    try await governed.record(
      .breach(breach), of: nil, tip: nil, subject: "\(breach.branch.short) from \(from) to \(to)",
      stamp: stamp)
    done.add(
      .breachRecorded, nil,
      "\(breach.branch.short) moved from \(from) to \(to) and nothing covers it: the ledger has "
        + "it as a breach")
  }

  /// One sentence: review what came in, or take it away.
  private func wayBack(from breach: Breach, at tip: ObjectID) throws -> String {
    let branch = breach.branch.short
    guard let old = breach.old, let new = breach.new else {
      return "\(branch): git o8 verify says what is wrong"
    }
    let name = ShellWord.quoted(branch)
    let review = try LaneQueue(governed: governed).open().first {
      $0.reviewsBreach(of: breach.branch)
    }
    return "\(branch) \(old.short)..\(new.short) is a breach; "
      + (review.map { "packet \($0.id.short) is to review it: git o8 show \($0.id.short)" }
        ?? "review it now: git o8 adopt --breach \(name)")
      + "; or take it back: \(try restoring(breach.branch, to: old, from: tip))"
  }

  /// What the upstream holds may be taken back to without an owner; else that is an override.
  private func restoring(
    _ branch: ReferenceName, to old: ObjectID, from tip: ObjectID
  ) throws -> String {
    if let upstream = try judge.upstream(of: branch),
      let value = try repository.target(of: upstream.tracking), value != tip,
      judge.isEarlier(value, than: old)
    {
      return judge.command(taking: branch, to: upstream)
    }
    return "git o8 force \(ShellWord.quoted(branch.short)) \(old.short) --rewind --reason TEXT"
  }
}

extension Packet {
  fileprivate func reviewsBreach(of branch: ReferenceName) -> Bool {
    self.branch == branch && isAdopted
      && lane?.short.hasPrefix(Workspace.breachLanes) == true
  }
}

extension Breach {
  /// Whether it went on from where the branch was, and did not leave that.
  fileprivate func isStep(_ judge: Judge) -> Bool {
    guard let old, let new else { return false }
    return judge.isEarlier(old, than: new)
  }
}
