public import Git
public import Model

/// A landing that nobody has made: what its commit would be.
public struct ForeseenLanding: Hashable, Sendable {
  public let branch: ReferenceName
  /// The branch's value before.
  public let prev: ObjectID
  public let head: ObjectID
  /// The result, which need not have been written.
  public let tree: ObjectID
  public let form: LandingForm
  let changes: [TreeChange]

  /// The landing of what was presented, on `prev`. Nil where that has changed what it changes.
  public init?(
    of presented: Presented, on branch: ReferenceName, onto prev: ObjectID, as form: LandingForm,
    in repository: Repository
  ) throws(GitError) {
    let changes = try repository.changes(from: presented.base, to: presented.tree)
    let tree =
      prev == presented.base
      ? presented.tree : try repository.treeID(of: prev, changing: changes)
    guard let tree else { return nil }
    (self.branch, self.prev, self.head, self.form) = (branch, prev, presented.head, form)
    self.tree = tree
    self.changes = changes.map(TreeChange.init)
  }

  /// No commit stands for it, and no tree is ever mistaken for one.
  fileprivate var step: StepFacts {
    StepFacts(
      branch: branch, prev: prev, commit: form == .fastForward ? head : tree, tree: tree,
      parents: form == .merge ? [prev, head] : [prev], changes: changes, proposals: [:])
  }
}

extension Judge {
  /// What the rule says of a landing of the packet that nobody has made, whatever has expired.
  /// Writes nothing.
  public func ruling(on landing: ForeseenLanding, of packet: ObjectID) throws -> Ruling {
    try ruling(
      on: stepCase(
        landing.step, [Candidate(packet: packet, tip: nil)], landedBy: landing.prev,
        overrides: []), now: nil)
  }

  /// The gates that a step lacks and without which it would land the packet: what was approved
  /// reaches that far. Empty where it lacks nothing, or something else.
  public func gatesLacked(
    by packet: ObjectID, on branch: ReferenceName, from prev: ObjectID, to commit: ObjectID,
    now: Instant
  ) throws -> [String] {
    let step = try stepCase(
      branch, Stretch(prev: prev, commit: commit), [Candidate(packet: packet, tip: nil)],
      landedBy: commit, overrides: [])
    return try ruling(on: step, now: now).gatesLacked
  }

  private func ruling(on step: StepCase, now: Instant?) throws -> Ruling {
    guard let jurisdiction = step.jurisdiction else { return .refused([.noPolicy]) }
    let owned = owned(step)
    return Admission(jurisdiction, now: now).judge(step: owned.step, by: owned.evidence)
  }
}

extension Ruling {
  /// The gates without which it is a refusal; empty where there are none, or more is missing.
  public var gatesLacked: [String] {
    guard case .refused(let reasons) = self else { return [] }
    let gates = reasons.compactMap { reason in
      if case .gateMissing(let name, _) = reason { name } else { nil }
    }
    return gates.count == reasons.count ? gates : []
  }
}
