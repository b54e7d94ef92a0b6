extension Admission {
  /// Judges a step by one packet. A refusal names what the latest proposal that fits lacks.
  func judge(_ step: StepFacts, by evidence: Evidence) -> Ruling {
    if let landed = evidence.landed, landed != step.commit {
      return .refused([.alreadyLanded(packet: evidence.packet, commit: landed)])
    }
    let ballot = Ballot(evidence.verdicts, policy: policy)
    let candidates = step.candidates(in: evidence)
    guard !candidates.isEmpty else {
      let voided = ballot.standing.filter { $0.body.decision == .approve }
        .map { Reason.voided($0.author, mismatch(of: $0.body, step)) }
      return .refused([.noVerdict(prev: step.prev, commit: step.commit)] + voided)
    }
    var refusal: [Reason]?
    for proposal in candidates {
      let hearing = Hearing(
        admission: self, step: step, proposal: proposal, evidence: evidence, ballot: ballot)
      switch hearing.ruling() {
      case .refused(let reasons): refusal = refusal ?? reasons
      case let ruling: return ruling
      }
    }
    return .refused(refusal ?? [])
  }

  private func mismatch(of verdict: Verdict, _ step: StepFacts) -> VoidCause {
    let head = step.parents.count > 1 ? step.parents[1] : step.commit
    return verdict.head == head ? .newBase : .newCommit
  }
}
