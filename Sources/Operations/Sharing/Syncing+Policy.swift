import Git
import Model
import Store
import Trust

extension Syncing {
  /// Policy never joins: it is a line, and the first to reach the remote is the one that goes on.
  ///
  /// Ours is kept where it lost, and has to be signed again. A remote that goes back behind a
  /// policy that it once had is not followed: so a revoked owner would come back.
  mutating func takePolicy() async throws {
    sendsPolicy = !apart.contains(Layout.policy)
    guard sendsPolicy, let fetched = there[Layout.policy] else { return }
    let ours = governed.policies
    if fetched == ours.newest.id, ours.refused == nil { return try await share(fetched) }
    let theirs: PolicyChain
    switch try chain(fetched: fetched) {
    case .success(let chain): theirs = chain
    case .failure(let strange):
      sendsPolicy = false
      return try setApart(Layout.policy, fetched, strange.reason)
    }
    guard theirs.repo == ours.repo else {
      throw ForeignPolicy(
        remote: remote.name, theirs: theirs.repo, ours: ours.repo, isFollowed: true
      ).problem
    }
    if let refused = theirs.refused {
      sendsPolicy = false
      try setApart(Layout.policy, fetched, "\(refused.id.short) does not count: \(refused.reason)")
    }
    let (mine, newest) = (Set(ours.steps.map(\.id)), theirs.newest.id)
    if mine.contains(newest) { return try await share(newest) }
    let base = ours.steps.last { step in theirs.steps.contains { $0.id == step.id } }
    guard let base else { return }
    if base.id != ours.newest.id || ours.refused != nil {
      guard try await giveWay(to: newest, from: base.id, in: ours) else { return }
    }
    try await move(Layout.policy, .policy, to: newest)
    try point(.policyMoved)
    governed = try GovernedRepository(governed.location)
    try await governed.advancePins()
    try await share(newest)
  }

  /// What cannot even be read, such as a blob, stops nobody from sharing the rest.
  private func chain(fetched tip: ObjectID) throws -> Result<PolicyChain, StrangeChain> {
    do {
      if let chain = try PolicyChain(at: tip, in: repository) { return .success(chain) }
    } catch let error as GitError {
      return .failure(StrangeChain(tip: tip, reason: "it cannot be read: \(error.detail)"))
    }
    return .failure(StrangeChain(tip: tip, reason: "it is no policy that owners have signed"))
  }

  /// Whether ours may be given up for the remote's; then it is kept, and no pin stands in the way.
  private mutating func giveWay(
    to newest: ObjectID, from base: ObjectID, in ours: PolicyChain
  ) async throws -> Bool {
    let lost = ours.steps.drop { $0.id != base }.dropFirst()
    if let shared = try store.pins()?.shared, lost.contains(where: { $0.id == shared }) {
      sendsPolicy = false
      report.needs.append(
        SyncReport.Need(
          text: "\(remote.name) went back behind the policy \(shared.short), which it had: "
            + "somebody has rewritten refs/o8/policy there, and this clone does not follow",
          commands: [
            "git push --force-with-lease=\(Layout.policy):\(there[Layout.policy]?.hex ?? "") "
              + "\(remote.name) \(ours.newest.id):\(Layout.policy)"
          ]))
      return false
    }
    guard let kept = try await setOursAside(behind: base, in: ours) else { return false }
    report.needs.append(
      SyncReport.Need(
        text: "the policy was changed at \(remote.name) first, to \(newest.short): this clone's "
          + "change is kept as \(kept) and has to be signed again",
        commands: ["git o8 policy edit --from \(kept)"]))
    return true
  }

  /// Keeps this clone's newest policy where a person finds it, and goes back to pinning `base`.
  /// Returns where it is kept.
  private mutating func setOursAside(
    behind base: ObjectID, in ours: PolicyChain
  ) async throws -> ReferenceName? {
    guard let tip = here[Layout.policy], let kept = Layout.quarantine(Layout.policy, tip) else {
      return nil
    }
    if try repository.target(of: kept) == nil { try repository.move(kept, from: nil, to: tip) }
    try point(.policyKept)
    // Between this and the move both policies follow from what is pinned.
    try await store.pin { old in
      var pins = old ?? Pins(repo: ours.repo, policy: base, ledger: nil)
      pins.policy = base
      return pins
    }
    try point(.policyPinned)
    return kept
  }

  /// Gives up a policy of this clone's that no remote has yet and that this one could not take in
  /// any more: it was signed over branches, or a ledger, that have gone on there since. Sent to a
  /// remote that judges nothing, it would judge anew what has landed.
  mutating func withdrawUntimelyPolicy() async throws {
    guard sendsPolicy, let fetched = there[Layout.policy] else { return }
    renewJudge()
    let timing = PolicyTiming(governed: governed, judge: judge, remote: remote.name)
    let (seen, name) = (branchesThere, remote.name)
    let ledger = apart.contains(Layout.ledger) ? nil : there[Layout.ledger]
    let found = try timing.problem(after: fetched, ledger: ledger) { [repository] branch in
      guard seen.contains(branch), let tracking = Layout.tracked(name, branch) else { return nil }
      return try repository.target(of: tracking)
    }
    guard let found,
      let kept = try await setOursAside(behind: fetched, in: governed.policies)
    else { return }
    try await move(Layout.policy, .policy, to: fetched)
    try point(.policyMoved)
    governed = try GovernedRepository(governed.location)
    try await governed.advancePins()
    try await share(fetched)
    renewJudge()
    report.needs.append(
      SyncReport.Need(
        text: "\(found.sentence): it is kept as \(kept) and has to be signed again",
        commands: ["git o8 policy edit --from \(kept)"]))
  }

  /// Remembers that a remote has a policy, and with it those before.
  mutating func share(_ policy: ObjectID) async throws {
    let steps = governed.policies.steps.map(\.id)
    guard let place = steps.firstIndex(of: policy) else { return }
    let known = try store.pins()?.shared
    if let known, let before = steps.firstIndex(of: known), before >= place { return }
    let newest = governed.policies.newest.id
    try await store.pin { [governed] old in
      var pins = old ?? Pins(repo: governed.policies.repo, policy: newest, ledger: nil)
      pins.shared = policy
      return pins
    }
  }
}
