import Git
import Lanes
import Model

/// The words in which lanes speak to their workers.
struct WorkerTexts: LaneTexts {
  func prompt(_ brief: LaneBrief) throws -> String {
    let prompt = LanePrompt(brief)
    if brief.reason == .points { return try prompt.text(meeting: brief.packet.openPoints) }
    if let revision = brief.revision {
      return try prompt.text(
        revising: revision.verdict.findings.map(LanePrompt.Finding.init),
        summary: revision.verdict.summary, reviewer: revision.principal.text)
    }
    if let report = brief.report { return try prompt.text(mendingReport: report) }
    if let before = brief.before { return try prompt.text(after: before.sentence) }
    return try prompt.text()
  }

  func report(_ assessment: Assessment, of packet: Packet, policy: Policy) throws -> String {
    switch assessment.result {
    case .conflict(let conflict):
      return LaneReport.conflict(conflict, branch: packet.branch, base: assessment.base)
    case .judged(let judged): return LaneReport.red(judged, policy: policy)
    }
  }
}

extension LanePrompt {
  init(_ brief: LaneBrief) {
    let packet = brief.packet
    let chosen = packet.work.gates
    let said = brief.revision?.verdict.summary
    self.init(
      title: packet.title, packet: packet.id.short, worker: brief.worker.text,
      attempt: brief.number,
      attempts: brief.reason == .replay
        ? packet.work.attempts : max(packet.attemptsAtMost, brief.number),
      lane: brief.lane.short, base: packet.branch.short,
      prompt: brief.prompt.isEmpty ? packet.title : brief.prompt, scope: packet.work.scope,
      acceptance: packet.work.acceptance,
      delivers: packet.work.delivers,
      gates: brief.gates.map { gate in
        let paths = gate.paths.map(\.text).joined(separator: " ")
        let always = chosen.contains(gate.name) || gate.paths.isEmpty || paths == "**"
        return GateLine(
          name: gate.name, run: always ? gate.run : "\(gate.run) (for changes of \(paths))")
      })
    // The summary of a verdict stands above its findings.
    messages = brief.messages.filter { $0 != said }
    isContinued = brief.isContinued
    standing = brief.standing
  }
}

extension LanePrompt.Finding {
  init(_ finding: Finding) {
    self.init(
      path: finding.path ?? "the whole change", line: finding.line > 0 ? finding.line : nil,
      severity: finding.severity.rawValue, text: finding.text)
  }
}

extension Finished {
  /// How the attempt ended, as its successor is told.
  var sentence: String {
    switch outcome {
    case .noChanges where notes.contains(LaneBrief.noReport):
      "The attempt before handed no report over, so there was nothing to take."
    case .noChanges:
      "The attempt before changed no file, so there was nothing to check: only what git holds in "
        + "the end counts."
    case .timedOut: "The attempt before ran out of time after \(seconds) seconds."
    case .stalled: "The attempt before was ended because it had gone silent."
    case .interrupted: "The attempt before was interrupted, and is to go on."
    case .failed:
      "The attempt before ended with \(exit.map { "exit status \($0)" } ?? "an error")."
    case .crashed:
      signal.map { "The attempt before was ended by signal \($0)." }
        ?? "The attempt before was cut off."
    case .context:
      "The conversation before had become too long for its model, and is summed up or left behind."
    case .changed, .reported, .limited, .auth, .history, .tampered:
      "The attempt before ended with: \(outcome.words)."
    }
  }
}
