/// Whether verdicts on an earlier base hold for a step. No merge runs: what was approved is laid
/// over paths that nobody touched since, so the step must change just what the verdict changed.
enum CarryRule {
  static func problem(
    with facts: CarryFacts?, step: StepFacts, form: LandingForm, policy: Policy
  ) -> CarryProblem? {
    guard policy.carry == .disjoint, form != .fastForward else { return .forbidden }
    guard let facts else { return .baseNotEarlier }
    guard let touched = facts.touched else { return .unreadable }
    let changes = facts.changes ?? step.changes
    guard !changes.isEmpty else { return .changesNothing }
    let paths = changes.map(\.path)
    if let path = PathRelation.firstTouched(paths, touched) { return .touchedSince(path) }
    if let path = policy.sensitivePaths(among: paths + touched).first { return .sensitive(path) }
    guard let approved = facts.changes else { return .unreadable }
    guard Set(approved) == Set(step.changes) else { return .otherChanges }
    guard !Admission.gates(for: paths, policy: policy).isEmpty else { return .noGate }
    return nil
  }
}
