import Git
public import Model

extension Judge {
  /// Whether a step would land the packet if only its gates had run on it: what was approved
  /// reaches that far.
  public func lacksOnlyGates(
    _ packet: ObjectID, on branch: ReferenceName, from prev: ObjectID, to commit: ObjectID,
    now: Instant
  ) throws -> Bool {
    let step = try stepCase(
      branch, Stretch(prev: prev, commit: commit), [Candidate(packet: packet, tip: nil)],
      landedBy: commit, overrides: [])
    guard let jurisdiction = step.jurisdiction,
      case .refused(let reasons) = Admission(jurisdiction, now: now)
        .judge(step: step.step, by: step.evidence)
    else { return false }
    return !reasons.isEmpty
      && reasons.allSatisfy { if case .gateMissing = $0 { true } else { false } }
  }
}
