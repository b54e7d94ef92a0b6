extension Hearing {
  /// The runs that decide, one for each required gate, and what they lack.
  func gateRuns() -> (runs: [ObjectID], reasons: [Reason]) {
    var runs: [ObjectID] = []
    var reasons: [Reason] = []
    for gate in Admission.gates(for: paths, policy: policy) {
      guard let run = evidence.gates.last(where: { counts($0, for: gate) }) else {
        reasons.append(.gateMissing(gate.name, tree: step.tree))
        continue
      }
      // Who is called a worker is a claim that nobody signs: it takes no red run away.
      let last = evidence.gates.last(where: { isRun($0, of: gate) })
      if run.body.passed, last?.body.passed ?? true {
        runs.append(run.id)
      } else {
        reasons.append(.gateRed(gate.name))
      }
    }
    return (runs, reasons)
  }

  /// Whether the run is one of the gate as policy has it, on what would land, by who may say so.
  func isRun(_ run: Signed<Gated>, of gate: Gate) -> Bool {
    guard run.body.name == gate.name, run.body.definition == gate.definition,
      run.body.tree == step.tree, run.isByAuthor(in: policy),
      let signer = policy.principals[run.author]
    else { return false }
    return !signer.roles.isDisjoint(with: [.gate, .operator])
  }

  /// The same by nobody who worked on the packet.
  private func counts(_ run: Signed<Gated>, for gate: Gate) -> Bool {
    isRun(run, of: gate) && (policy.selfReview == .allowed || !workers.contains(run.author))
  }
}
