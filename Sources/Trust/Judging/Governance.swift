public import Model
import Store

/// The policies that count, and what each of them held of the ledger when it was signed.
struct Governance: Sendable {
  var versions: [PolicyVersion] = []
  /// The first policy that does not count because of what it says about the branches.
  var problem: (id: ObjectID, reason: SuccessionProblem)?
  /// The first version, by index, whose ledger holds an entry.
  var heldBy: [ObjectID: Int] = [:]

  var chain: PolicyVersions { PolicyVersions(versions) }

  /// The policy that judges an adoption or a rewind.
  func judging(_ entry: ObjectID) -> PolicyVersion? {
    chain.version(judgingEntryFirstHeldBy: heldBy[entry])
  }
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
    adoption(of: branch, try governance(), try ledger())
  }

  /// Why the policy's reference is not at the newest policy that counts; nil where it is.
  public func policyProblem() throws -> (id: ObjectID, reason: String)? {
    if let problem = try governance().problem { return (problem.id, "\(problem.reason)") }
    return governed.policies.refused
  }

  /// The branches that any policy from the first on names as standing somewhere, sorted.
  public func governedBranches() throws -> [ReferenceName] {
    let named = try governance().versions.flatMap(\.tips.keys)
    let adopted = try ledger().adoptions.map(\.body.branch)
    return Set(named + adopted).sorted()
  }

  func governance() throws -> Governance {
    if let known = memory.governance { return known }
    let ledger = try ledger()
    var governance = Governance()
    for step in governed.policies.steps {
      let next = PolicyVersion(id: step.id, policy: step.policy, tips: step.change.tips)
      let problem = governance.chain.problem(appending: next) { branch, old, new in
        self.isForward(branch, from: old, to: new, governance, ledger)
      }
      if let problem {
        governance.problem = (step.id, problem)
        break
      }
      if let tip = step.change.ledger {
        ledger.reach(from: tip, into: &governance.heldBy, as: governance.versions.count)
      }
      governance.versions.append(next)
    }
    memory.governance = governance
    return governance
  }

  /// The valid rewinds of the branch, in the ledger's order.
  func rewinds(of branch: ReferenceName) throws -> [Signed<Override>] {
    if let known = memory.rewinds[branch] { return known }
    let rewinds = rewinds(of: branch, try governance(), try ledger())
    memory.rewinds[branch] = rewinds
    return rewinds
  }

  /// All that owners may have forced on the branch, whoever signed it.
  func overrides(of branch: ReferenceName) throws -> [Signed<Override>] {
    overrides(of: branch, try ledger())
  }

  private func overrides(
    of branch: ReferenceName, _ ledger: LedgerReading
  ) -> [Signed<Override>] {
    Signed.distinct(
      ledger.overrides.filter { $0.body.branch == branch }.compactMap { entry, forced in
        guard let old = forced.old, let new = forced.new else { return nil }
        let body = Override(
          branch: branch, old: old, new: new, rewind: forced.rewind, reason: forced.reason,
          epoch: forced.epoch)
        return signed(entry.event, body)
      })
  }

  private func rewinds(
    of branch: ReferenceName, _ governance: Governance, _ ledger: LedgerReading
  ) -> [Signed<Override>] {
    let adoption = adoption(of: branch, governance, ledger)?.digest
    var valid: [Signed<Override>] = []
    for entry in overrides(of: branch, ledger) where entry.body.rewind {
      let body = entry.body
      let epoch = Epoch.current(rewinds: valid, adoption: adoption) {
        self.parents.holds($0, before: body.old)
      }
      guard let epoch, body.epoch == epoch,
        let judge = governance.judging(entry.id)?.policy, entry.missingOwners(in: judge) == 0,
        body.reason.contains(where: { !$0.isWhitespace }),
        !parents.holds(body.old, before: body.new)
      else { continue }
      valid.append(entry)
    }
    return valid
  }

  private func adoption(
    of branch: ReferenceName, _ governance: Governance, _ ledger: LedgerReading
  ) -> Signed<Adopted>? {
    let entries = ledger.adoptions.filter { $0.body.branch == branch }
      .map { signed($0.entry.event, $0.body) }
    return Signed.distinct(entries).first { entry in
      governance.judging(entry.id).map { entry.missingOwners(in: $0.policy) == 0 } ?? false
    }
  }

  /// Whether a branch came from one value to the other along its chain or by valid rewinds.
  func isForward(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> Bool {
    isForward(branch, from: old, to: new, try governance(), try ledger())
  }

  private func isForward(
    _ branch: ReferenceName, from old: ObjectID, to new: ObjectID, _ governance: Governance,
    _ ledger: LedgerReading
  ) -> Bool {
    if parents.holds(old, before: new) { return true }
    var reached = [old]
    var rest = rewinds(of: branch, governance, ledger)
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
