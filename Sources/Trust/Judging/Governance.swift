public import Model
import Store

/// The policies that count.
struct Governance: Sendable {
  var versions: [PolicyVersion] = []
  /// The first policy that does not count because of what it says about the branches.
  var problem: (id: ObjectID, reason: SuccessionProblem)?

  var chain: PolicyVersions { PolicyVersions(versions) }
}

extension Judge {
  /// The branch's epoch for a step from `commit`; nil while nobody adopted the branch.
  public func epoch(of branch: ReferenceName, at commit: ObjectID) throws -> Digest? {
    Epoch.current(
      rewinds: try rewinds(of: branch), adoption: try adoption(of: branch)?.digest
    ) { self.parents.holds($0, before: commit) }
  }

  /// The policy in force for a step from `commit`; nil where none is, which refuses.
  public func policyInForce(
    on branch: ReferenceName, at commit: ObjectID
  ) throws -> PolicyVersion? {
    try governance().chain.versionInForce(on: branch) { self.parents.holds($0, before: commit) }
  }

  /// The entry from which on the branch is judged; nil while there is no valid one.
  public func adoption(of branch: ReferenceName) throws -> Signed<Adopted>? {
    if let known = memory.adoptions[branch] { return known }
    let adoption = try adoption(of: branch, try governance())
    memory.adoptions[branch] = .some(adoption)
    return adoption
  }

  /// Why the policy's reference is not at the newest policy that counts; nil where it is.
  public func policyProblem() throws -> (id: ObjectID, reason: String)? {
    if let problem = try governance().problem { return (problem.id, "\(problem.reason)") }
    return governed.policies.refused
  }

  /// The branches that any policy from the first on names as standing somewhere, sorted.
  public func governedBranches() throws -> [ReferenceName] {
    let named = try governance().versions.flatMap(\.tips.keys)
    let adopted = try ledger().adoptions().map(\.body.branch)
    return Set(named + adopted).sorted()
  }

  func governance() throws -> Governance {
    if let known = memory.governance { return known }
    var governance = Governance()
    for step in governed.policies.steps {
      let next = PolicyVersion(id: step.id, policy: step.policy, tips: step.change.tips)
      let problem = governance.chain.problem(appending: next) { branch, old, new in
        // What cannot be read explains nothing.
        (try? self.isForward(branch, from: old, to: new, governance)) ?? false
      }
      if let problem {
        governance.problem = (step.id, problem)
        break
      }
      governance.versions.append(next)
    }
    memory.governance = governance
    return governance
  }

  /// The valid rewinds of the branch, in the ledger's order.
  public func rewinds(of branch: ReferenceName) throws -> [Signed<Override>] {
    if let known = memory.rewinds[branch] { return known }
    let rewinds = try rewinds(of: branch, try governance())
    memory.rewinds[branch] = rewinds
    return rewinds
  }

  /// All that owners may have forced on the branch, whoever signed it.
  public func overrides(of branch: ReferenceName) throws -> [Signed<Override>] {
    if let known = memory.overrides[branch] { return known }
    let overrides: [Signed<Override>] = Signed.distinct(
      try ledger().overrides().filter { $0.body.branch == branch }.compactMap {
        event, forced -> Signed<Override>? in
        guard let old = forced.old, let new = forced.new else { return nil }
        let body = Override(
          branch: branch, old: old, new: new, rewind: forced.rewind, reason: forced.reason,
          epoch: forced.epoch)
        return signed(event, body)
      })
    memory.overrides[branch] = overrides
    return overrides
  }

  /// The policy that judges an adoption or a rewind.
  func judging(_ entry: ObjectID) throws -> PolicyVersion? {
    try judging(entry, try governance())
  }

  private func judging(_ entry: ObjectID, _ governance: Governance) throws -> PolicyVersion? {
    let tips = governed.policies.steps.map(\.change.ledger)
    let holders = try memory.holders ?? ledger().holders(tips)
    memory.holders = holders
    let place = holders[entry].flatMap { $0 < governance.versions.count ? $0 : nil }
    return governance.chain.version(judgingEntryFirstHeldBy: place)
  }

  /// Whether enough owners signed an adoption or a rewind, by the policy that judges it.
  func isByOwners<Body>(
    _ entry: Signed<Body>, _ governance: Governance
  ) throws -> Bool {
    let answers = Set(governance.versions.map { entry.missingOwners(in: $0.policy) == 0 })
    // Which policy judges is known from the whole ledger alone, and mostly makes no difference.
    if answers.count == 1, let answer = answers.first,
      governed.policies.steps[0].change.ledger == nil
    {
      return answer
    }
    return try judging(entry.id, governance)
      .map { entry.missingOwners(in: $0.policy) == 0 } ?? false
  }

  private func rewinds(
    of branch: ReferenceName, _ governance: Governance
  ) throws -> [Signed<Override>] {
    let adoption = try adoption(of: branch, governance)?.digest
    var valid: [Signed<Override>] = []
    for entry in try overrides(of: branch) where entry.body.rewind {
      let body = entry.body
      let epoch = Epoch.current(rewinds: valid, adoption: adoption) {
        self.parents.holds($0, before: body.old)
      }
      guard let epoch, body.epoch == epoch, body.reason.contains(where: { !$0.isWhitespace }),
        try isByOwners(entry, governance), !parents.holds(body.old, before: body.new)
      else { continue }
      valid.append(entry)
    }
    return valid
  }

  private func adoption(
    of branch: ReferenceName, _ governance: Governance
  ) throws -> Signed<Adopted>? {
    let entries = try ledger().adoptions().filter { $0.body.branch == branch }
      .map { signed($0.event, $0.body) }
    return try Signed.distinct(entries).first { try isByOwners($0, governance) }
  }

  /// Whether a branch came from one value to the other along its chain or by valid rewinds.
  public func isForward(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> Bool {
    try isForward(branch, from: old, to: new, try governance())
  }

  private func isForward(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID, _ governance: Governance
  ) throws -> Bool {
    if parents.holds(old, before: new) { return true }
    var reached = [old]
    var rest = try rewinds(of: branch, governance)
    while let next = rest.firstIndex(where: { entry in
      reached.contains { parents.holds($0, before: entry.body.old) }
    }) {
      let value = rest.remove(at: next).body.new
      if parents.holds(value, before: new) { return true }
      reached.append(value)
    }
    return false
  }
}
