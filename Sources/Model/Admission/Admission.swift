/// The rule by which a protected branch moves: asked by hooks, by landing and by verification, so
/// that they cannot disagree. It knows nothing but what it is given.
public struct Admission: Sendable {
  public var jurisdiction: Jurisdiction
  /// The judge's clock when a move is admitted; nil for history, in which nothing expires.
  public var now: Instant?

  public init(_ jurisdiction: Jurisdiction, now: Instant? = nil) {
    self.jurisdiction = jurisdiction
    self.now = now
  }

  var policy: Policy { jurisdiction.policy }

  /// The gates that a change of `paths` needs.
  public static func gates(for paths: [String], policy: Policy) -> [Gate] {
    policy.gates.filter { gate in
      gate.paths.isEmpty
        || paths.contains { path in gate.paths.contains { $0.matches(path: path) } }
    }
  }

  /// Judges a step by the packets' evidence, else by an override for exactly this step.
  public func judge(
    step: StepFacts, by evidence: [Evidence], overrides: [Signed<Override>] = []
  ) -> Ruling {
    if let reason = frozen(step.branch) { return .refused([reason]) }
    var reasons: [Reason] = []
    for packet in evidence {
      switch judge(step, by: packet) {
      case .refused(let more): reasons += more
      case let ruling: return ruling
      }
    }
    switch judge(
      override: overrides, of: step.branch, from: step.prev, to: step.commit, rewinds: false)
    {
    case .refused(let more): reasons += more
    case let ruling: return ruling
    }
    if reasons.isEmpty { reasons = [.noVerdict(prev: step.prev, commit: step.commit)] }
    return .refused(reasons)
  }

  /// Judges `old → new` by overrides alone; with no reasons where none names the move.
  public func judge(
    override entries: [Signed<Override>], of branch: ReferenceName, from old: ObjectID,
    to new: ObjectID, rewinds: Bool
  ) -> Ruling {
    if let reason = frozen(branch) { return .refused([reason]) }
    var reasons: [Reason] = []
    for entry in Signed.distinct(entries)
    where (entry.body.branch, entry.body.old, entry.body.new) == (branch, old, new) {
      guard let problem = problem(with: entry, rewinds: rewinds) else { return .forced(entry.id) }
      reasons.append(.invalidOverride(entry.id, problem))
    }
    return .refused(reasons)
  }

  /// What stops every move of the branch.
  private func frozen(_ branch: ReferenceName) -> Reason? {
    if let now, now >= policy.expires.start { return .policyExpired(policy.expires) }
    return jurisdiction.epoch == nil ? .notAdopted(branch) : nil
  }

  private func problem(with entry: Signed<Override>, rewinds: Bool) -> OverrideProblem? {
    guard entry.body.epoch == jurisdiction.epoch else { return .otherEpoch }
    guard entry.body.rewind == rewinds else { return .rewindMismatch }
    guard entry.body.reason.contains(where: { !$0.isWhitespace }) else { return .noReason }
    let missing = entry.missingOwners(in: policy)
    return missing == 0 ? nil : .ownersMissing(missing)
  }
}
