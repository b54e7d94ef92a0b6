import Model

/// Packets by what their verdicts are about: a push may bring thousands of steps, and each asks
/// all packets.
struct VerdictIndex {
  private var candidates: [Candidate] = []
  private var byHead: [ObjectID: Set<Int>] = [:]
  private var byBase: [ObjectID: Set<Int>] = [:]

  mutating func insert(_ candidate: Candidate, _ verdicts: [Verdict]) {
    let place = candidates.count
    candidates.append(candidate)
    for verdict in verdicts {
      byHead[verdict.head, default: []].insert(place)
      byBase[verdict.base, default: []].insert(place)
    }
  }

  /// The packets whose verdicts have to be looked at for a step, in the order of their insertion.
  func candidates(for step: StepFacts, _ policy: Policy?) -> [Candidate] {
    // A carried squash has neither the head nor the base of its verdict.
    if let policy, policy.carry == .disjoint, policy.landing.contains(.squash) {
      return candidates
    }
    var places = byBase[step.prev] ?? []
    for head in [step.commit] + step.parents { places.formUnion(byHead[head] ?? []) }
    return places.sorted().map { candidates[$0] }
  }
}
