extension Hearing {
  /// What a person should look at again: what the landing had not seen, and what policy has
  /// withdrawn since.
  func flags(_ counting: [Signed<Verdict>], isAlone: Bool) -> [Flag] {
    let objections = Ballot(evidence.later.verdicts, policy: jurisdiction.newest ?? policy)
      .objections(to: proposal.head)
      .map { Flag.objectedLater($0.author, $0.body.decision) }
    let withdrawn =
      jurisdiction.newest.map { newest in
        counting.filter { Ballot.cause(against: $0, newest) != nil }
          .map { Flag.withdrawnSince($0.author) }
      } ?? []
    return objections + laterGates + laterWorkers(among: counting)
      + (isAlone ? laterTier : []) + withdrawn
  }

  private var laterGates: [Flag] {
    Admission.gates(for: paths, policy: policy).compactMap { gate in
      evidence.later.gates.last { isRun($0, of: gate) }
        .flatMap { $0.body.passed ? nil : .redLater($0.author, gate: gate.name) }
    }
  }

  private func laterWorkers(among counting: [Signed<Verdict>]) -> [Flag] {
    guard policy.selfReview == .refused else { return [] }
    return Set(counting.map(\.author)).intersection(evidence.later.workers).sorted()
      .map { .workedLater($0) }
  }

  private var laterTier: [Flag] {
    guard !evidence.later.tiers.isEmpty else { return [] }
    let said = tier(by: evidence.later.tiers)
    return isGranted(asTier: said) ? [] : [.tierLater(said)]
  }
}
