/// One proposal of one packet, heard against one step.
struct Hearing {
  let admission: Admission
  let step: StepFacts
  let proposal: Proposal
  let evidence: Evidence
  let ballot: Ballot

  var policy: Policy { admission.policy }
  var jurisdiction: Jurisdiction { admission.jurisdiction }
  var paths: [String] { step.changes.map(\.path) }

  func ruling() -> Ruling {
    let forms = step.forms(of: proposal)
    guard let form = forms.first(where: policy.landing.contains) else {
      return .refused(forms.prefix(1).map { .formNotAccepted($0) })
    }
    let approvals = countingApprovals()
    let (runs, gateReasons) = gateRuns()
    let (approvalReasons, isAlone) = approvalReasons(approvals)
    let reasons =
      resultReasons(form) + historyReasons(form) + approvalReasons + gateReasons
    guard reasons.isEmpty else { return .refused(reasons) }
    return .admitted(
      Admitted(
        packet: evidence.packet, proposal: proposal, form: form,
        carried: proposal.base != step.prev, verdicts: approvals.map(\.id), gates: runs,
        flags: flags(approvals, isAlone: isAlone), isByReviewersAlone: isAlone))
  }

  /// Exact, or carried.
  private func resultReasons(_ form: LandingForm) -> [Reason] {
    guard proposal.base != step.prev else {
      return proposal.tree == step.tree ? [] : [.treeDiffers(proposal, tree: step.tree)]
    }
    let facts = step.proposals[proposal]?.carry
    return CarryRule.problem(with: facts, step: step, form: form, policy: policy)
      .map { [.cannotCarry(proposal, $0)] } ?? []
  }

  /// What the head brings along must be new: nothing rewound, no landing of another packet.
  private func historyReasons(_ form: LandingForm) -> [Reason] {
    guard var brought = step.proposals[proposal]?.brought else {
      return form == .squash ? [] : [.unreadable(head: proposal.head)]
    }
    brought.remove(step.commit)
    let rewound = brought.intersection(jurisdiction.rewound).min().map { Reason.broughtRewound($0) }
    let landed = brought.intersection(jurisdiction.landed).min().map { Reason.broughtLanded($0) }
    return [rewound, landed].compactMap { $0 }
  }
}
