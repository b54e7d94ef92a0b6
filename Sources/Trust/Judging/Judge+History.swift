import Git
public import Model

/// A step of a branch as history has it.
public struct HistoryStep: Hashable, Sendable {
  public enum Finding: Hashable, Sendable {
    case admitted(Admitted)
    /// By the override with this id.
    case forced(ObjectID)
    /// It came from a remote and what speaks for it is not here, as far as anybody can tell; or it
    /// is what the branch had before owners rewound it.
    case unproved([Reason])
    case breach([Reason])
  }

  public let stretch: Stretch
  public let finding: Finding

  /// Whether the rule or an owner covers it.
  public var isCovered: Bool {
    switch finding {
    case .admitted, .forced: true
    case .unproved, .breach: false
    }
  }
}

extension Judge {
  /// Judges all steps of a branch from one value to a later one, each by what ruled at its time;
  /// nil where the first is not on the chain of the other.
  ///
  /// What a step lacks stops nothing: the next is judged as if the branch had come there rightly.
  public func history(
    of branch: ReferenceName, from start: ObjectID, to tip: ObjectID
  ) throws -> [HistoryStep]? {
    guard let chain = parents.chain(from: start, to: tip) else { return nil }
    if chain.count > FirstParents.worthNumbering {
      parents.learn(chain, after: start)
      reach.learn(chain, after: start)
    }
    let replaced = try replacements(on: branch, in: [start] + chain)
    var steps: [HistoryStep] = []
    var landed: [ObjectID: ObjectID] = [:]
    var place = start
    while place != tip {
      if let next = replaced.first(where: { $0.stretch.prev == place }) {
        steps.append(next)
        place = next.stretch.commit
        continue
      }
      let end = replaced.map(\.stretch.prev).first {
        place != $0 && parents.holds(place, before: $0)
      }
      for step in try judged(branch, from: place, to: end ?? tip, upTo: tip) {
        steps.append(once(step, &landed))
      }
      place = steps.last?.stretch.commit ?? tip
    }
    return steps
  }

  /// Numbers a chain that many questions will be about; false where `start` is not on it.
  public func number(from start: ObjectID, to tip: ObjectID) -> Bool {
    guard let chain = parents.chain(from: start, to: tip) else { return false }
    parents.learn(chain, after: start)
    return true
  }

  /// The ledger as this judge has read all of it, as an index to go on from later; nil where it
  /// asked an index itself.
  public func ledgerAsIndex() throws -> [UInt8]? { try ledger().asIndex }

  /// Where a branch's history begins to be proved: its adoption, or the rewind that went behind
  /// it. Nil where neither is on the chain.
  public func beginning(of branch: ReferenceName, upTo tip: ObjectID) throws -> ObjectID? {
    let rewinds = try rewinds(of: branch).reversed().map(\.body.new)
    guard let adopted = try adoption(of: branch)?.body.commit, parents.holds(adopted, before: tip)
    else { return rewinds.first { parents.holds($0, before: tip) } }
    // Owners who went behind the adoption took it away: what comes back of it is judged.
    return rewinds.first { isBehind($0, adopted) } ?? adopted
  }

  private func isBehind(_ value: ObjectID, _ adopted: ObjectID) -> Bool {
    value != adopted && parents.holds(value, before: adopted)
  }

  /// Whether owners have taken the branch behind its adoption.
  func isAdoptionTakenAway(_ branch: ReferenceName, _ adopted: ObjectID) throws -> Bool {
    try rewinds(of: branch).contains { isBehind($0.body.new, adopted) }
  }

  /// Why a branch's value does not follow from where the newest policy saw it; nil where it does.
  public func regression(of branch: ReferenceName, at tip: ObjectID) throws -> String? {
    if let remade = try remade(branch, at: tip) { return remade }
    guard let version = try governance().versions.last, let seen = version.tips[branch],
      try !isForward(branch, from: seen, to: tip), try cut(of: branch, at: tip) == nil,
      try !isBehindRemote(branch, at: tip, holding: seen)
    else { return nil }
    return "\(branch.short) was at \(seen.short) when the policy \(version.id.short) was signed, "
      + "and left it for \(tip.short) without an owner's leave"
  }

  /// Whether a branch here only has not followed a remote's yet, which holds `seen`: nobody took
  /// anything away.
  public func isBehindRemote(
    _ branch: ReferenceName, at tip: ObjectID, holding seen: ObjectID
  ) throws -> Bool {
    try remoteValues(of: branch).contains { there in
      isEarlier(tip, than: there) && parents.holds(seen, before: there)
    }
  }

  /// The steps up to `end`, or up to and with the first that nothing covers.
  private func judged(
    _ branch: ReferenceName, from start: ObjectID, to end: ObjectID, upTo tip: ObjectID
  ) throws -> [HistoryStep] {
    switch try ruling(on: branch, from: start, to: end, present: start, now: nil) {
    case .admitted(let steps): return steps.map(HistoryStep.init)
    case .rewound: return []
    case .refused(let stretch, let reasons):
      var steps: [HistoryStep] = []
      if stretch.prev != start,
        case .admitted(let before) = try ruling(
          on: branch, from: start, to: stretch.prev, present: start, now: nil)
      {
        steps = before.map(HistoryStep.init)
      }
      let finding = try finding(of: stretch, on: branch, refusedFor: reasons)
      return steps + [HistoryStep(stretch: stretch, finding: finding)]
    }
  }

  private func finding(
    of stretch: Stretch, on branch: ReferenceName, refusedFor reasons: [Reason]
  ) throws -> HistoryStep.Finding {
    if let rewind = try rewindNotFollowed(on: branch, at: stretch.commit) {
      return .unproved([.takenAway(by: rewind.author, reason: rewind.body.reason)])
    }
    // Claims and heads may say the same of one packet.
    var seen: Set<Reason> = []
    let reasons = reasons.filter { seen.insert($0).inserted }
    guard try remotes(beyond: stretch.commit, on: branch).isEmpty else {
      let all = try reasons + [policyBefore(admitting: stretch, to: branch)].compactMap { $0 }
      return reasons.allSatisfy(\.isAbsence) ? .unproved(all) : .breach(all)
    }
    // Who landed it did nothing wrong, and nobody else has it.
    if let policy = try policySetAside(admitting: stretch, to: branch) {
      return .unproved([.landedUnder(policy: policy)] + reasons)
    }
    return .breach(reasons)
  }

  /// A packet lands once, also where nobody recorded that it did.
  private func once(
    _ step: HistoryStep, _ landed: inout [ObjectID: ObjectID]
  ) -> HistoryStep {
    guard case .admitted(let admitted) = step.finding else { return step }
    let commit = step.stretch.commit
    if let before = landed[admitted.packet], before != commit {
      let reason = Reason.alreadyLanded(packet: admitted.packet, commit: before)
      return HistoryStep(stretch: step.stretch, finding: .breach([reason]))
    }
    landed[admitted.packet] = commit
    return step
  }

  /// The stretches of a chain that owners put in the place of others.
  private func replacements(
    on branch: ReferenceName, in chain: [ObjectID]
  ) throws -> [HistoryStep] {
    let values = Set(chain)
    return try rewinds(of: branch).compactMap { entry in
      guard values.contains(entry.body.new),
        let meeting = parents.meeting(of: entry.body.new, with: entry.body.old),
        meeting != entry.body.new, values.contains(meeting)
      else { return nil }
      let stretch = Stretch(prev: meeting, commit: entry.body.new)
      return HistoryStep(stretch: stretch, finding: .forced(entry.id))
    }
  }
}

extension HistoryStep {
  fileprivate init(_ step: CoveredStep) {
    stretch = step.stretch
    finding =
      switch step.ruling {
      case .admitted(let admitted): .admitted(admitted)
      case .forced(let id): .forced(id)
      case .refused(let reasons): .breach(reasons)
      }
  }
}

extension Reason {
  /// Whether it says that something is missing, which may be elsewhere, and not that something
  /// is wrong.
  fileprivate var isAbsence: Bool {
    switch self {
    case .noVerdict, .missing, .unapproved, .gateMissing, .unreadable, .ownersMissing: true
    case .ownerMissing(let claim): !claim.able.isEmpty
    default: false
    }
  }
}
