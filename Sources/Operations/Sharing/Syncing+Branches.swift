import Git
import Model
import Store
import Trust

extension Syncing {
  /// What the remote's protected branches were last seen at.
  func valuesThere() throws -> [ReferenceName: ObjectID] {
    var values: [ReferenceName: ObjectID] = [:]
    for branch in try judge.governedBranches() where try judge.protects(branch.short) {
      values[branch] = try Layout.tracked(remote.name, branch).flatMap(repository.target)
    }
    return values
  }

  mutating func noteMoves(since before: [ReferenceName: ObjectID]) throws {
    for (branch, met) in metThere {
      let found = met.there
      guard seenBefore[branch] == nil, let value = before[branch], value != found else { continue }
      seenBefore[branch] = (value, found)
    }
  }

  /// Says which branches somebody took back at the remote past the owners.
  mutating func tellOfBranchesTakenBack() throws {
    for (branch, seen) in seenBefore.sorted(by: { $0.key < $1.key })
    where judge.isEarlier(seen.found, than: seen.before) {
      guard try judge.rewindNotFollowed(on: branch, at: seen.before) == nil else { continue }
      let isBack = report.went.contains { $0.name == branch && $0.new != nil }
      report.remarks.append(
        "\(remote.name)/\(branch.short) had been taken back there from \(seen.before.short) to "
          + "\(seen.found.short) without an owner's leave"
          + (isBack ? ", and has what it had again" : ""))
    }
  }

  /// What a person has to do about protected branches, here and there.
  func needsOfBranches() throws -> [SyncReport.Need] {
    let standings = try standings()
    var needs: [ReferenceName: SyncReport.Need] = [:]
    for (branch, value) in try valuesThere() where branchesThere.contains(branch) {
      let standing = standings.first { $0.branch == branch }
      guard standing?.isAboutOwnersWord != true, try judge.cut(of: branch, at: value) == nil else {
        continue
      }
      let count = try BranchWatch(governed: governed, judge: judge)
        .uncovered(on: branch, at: value, of: remote.name)
      if count > 0 { needs[branch] = try need(of: branch, unproved: count, standing) }
    }
    // Who is behind follows only once they know what is there.
    let others = standings.filter { !$0.isAboutFollowing || needs[$0.branch] == nil }
    return others.compactMap(\.need) + needs.sorted { $0.key < $1.key }.map(\.value)
  }

  private func need(
    of branch: ReferenceName, unproved count: Int, _ standing: BranchStanding?
  ) throws -> SyncReport.Need {
    let name = ShellWord.quoted(branch.short)
    let other = ShellWord.quoted("\(remote.name)/\(branch.short)")
    let commands: [String]
    switch standing?.relation {
    case .behind?:
      let following = standing?.need?.commands ?? []
      commands =
        ["git o8 verify \(name)..\(other) --branch \(name)"] + following + [Repair.reconcile]
    case .displaced?: commands = try bringingBack(branch, standing)
    case .equal?, .ahead?:
      commands = ["git o8 verify --branch \(name)", Repair.reconcile]
    default: commands = ["git o8 verify --branch \(name)"]
    }
    return SyncReport.Need(
      text: "\(remote.name)/\(branch.short) has \(counted(count, "step")) that nothing "
        + "proves, and \(remote.name) has no more to say of it", commands: commands)
  }

  /// What shows the steps of a remote's branch that left the way of this one, and by what an owner
  /// brings it back, which begins where it is.
  private func bringingBack(
    _ branch: ReferenceName, _ standing: BranchStanding?
  ) throws -> [String] {
    guard let standing, let there = standing.there,
      let base = try repository.mergeBase(standing.value, there)
    else { return [] }
    let name = ShellWord.quoted(branch.short)
    return ["git o8 verify \(base.short)..\(there.short) --branch \(name)"] + standing.wayBack
      + ["git o8 force \(name) \(standing.value.short) --rewind --reason TEXT"]
  }

  /// That nothing more is to be waited for: what its branches have and nothing covers is no longer
  /// taken for something whose evidence is on its way.
  func rememberHeard() throws {
    guard lost.isEmpty, report.refusal == nil else { return }
    let heard = BranchMemory(.heard, of: governed)
    for (branch, met) in metThere where branchesThere.contains(branch) {
      try heard.remember(
        [met.there.hex, met.here?.hex ?? "-"], on: branch, at: remote.name)
    }
  }

  /// Sees what branches are at, there and here, together with the evidence that just came: another
  /// git may fetch a branch alone while this goes on.
  mutating func noteMet() throws {
    metThere = [:]
    for (branch, value) in try valuesThere() {
      metThere[branch] = (value, try repository.target(of: branch))
    }
  }
}

extension BranchStanding {
  /// Whether all that is said of it is how it goes to where the remote's is.
  fileprivate var isAboutFollowing: Bool {
    switch relation {
    case .behind, .displaced: true
    default: false
    }
  }

  /// Whether owners' words say how it stands, and what has to be done.
  fileprivate var isAboutOwnersWord: Bool {
    switch relation {
    case .rewound, .rewinding, .outdated, .deleted: true
    default: false
    }
  }
}
