import Git
import Lanes
import Model
import Store
import Trust

extension Reconciling {
  /// Steps that one run looks at on a branch, from the newest; `verify` looks at all.
  private static let stepLimit = 256

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
      let known = try judge.recordedBreaches()
      for breach in try breaches(of: branch, at: tip) {
        let isKnown = known.contains {
          ($0.branch, $0.old, $0.new) == (branch, breach.old, breach.new)
        }
        if !isKnown { try await record(breach) }
        // Where the branch left its way, it is told how it stands, and the way back.
        if breach.isStep(judge) { done.remarks.append(wayBack(from: breach, at: tip)) }
      }
      try tellStand(of: branch)
    }
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

  private func breaches(of branch: ReferenceName, at tip: ObjectID) throws -> [Breach] {
    guard let beginning = try judge.beginning(of: branch, upTo: tip) else {
      return try regression(of: branch, at: tip)
    }
    var start = tip
    for _ in 0..<Self.stepLimit where start != beginning {
      guard let parent = try repository.commit(start).parents.first else { break }
      start = parent
    }
    let steps = try judge.history(of: branch, from: start, to: tip) ?? []
    let found = steps.compactMap { step -> Breach? in
      guard case .breach(let reasons) = step.finding else { return nil }
      return Breach(
        branch: branch, old: step.stretch.prev, new: step.stretch.commit,
        reason: reasons.first.map { "\($0)" } ?? "nothing covers it")
    }
    return found + (try regression(of: branch, at: tip))
  }

  private func regression(of branch: ReferenceName, at tip: ObjectID) throws -> [Breach] {
    guard let reason = try judge.regression(of: branch, at: tip) else { return [] }
    let seen = governed.policies.newest.change.tips[branch]
    return [Breach(branch: branch, old: seen, new: tip, reason: reason)]
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
  private func wayBack(from breach: Breach, at tip: ObjectID) -> String {
    let branch = breach.branch.short
    guard let old = breach.old, let new = breach.new else {
      return "\(branch): git o8 verify says what is wrong"
    }
    // What the upstream holds may be taken back to without an owner; else that is an override.
    let upstream = (try? judge.truth(of: breach.branch)) ?? nil
    let name = (try? judge.upstream(of: breach.branch))??.tracking
    let isClean = upstream.map { judge.isEarlier($0, than: old) || $0 == old } ?? false
    let restore: String
    if let name, let upstream, isClean, upstream != tip {
      restore = "git switch \(branch) && git reset --keep \(name.short)"
    } else {
      restore = "git o8 force \(branch) \(old.short) --rewind --reason TEXT"
    }
    return "\(branch) \(old.short)..\(new.short) is a breach; review it now: "
      + "git o8 adopt --breach \(branch); or take it back: \(restore)"
  }
}

extension Breach {
  /// Whether it went on from where the branch was, and did not leave that.
  fileprivate func isStep(_ judge: Judge) -> Bool {
    guard let old, let new else { return false }
    return judge.isEarlier(old, than: new)
  }
}
