import Model
import Render

extension PacketText {
  func gate(_ run: GateRun) -> [Line] {
    let gate = run.gate
    return [
      Line("  \(gate.name)"),
      gate.passed ? Line("passed", .good) : Line("failed", .bad),
      Line("tree \(gate.tree.short)", .faint), Line(Age.duration(gate.seconds), .faint),
      Line(Age.phrase(of: run.at, at: now), .faint),
    ]
  }

  func verdict(_ judged: JudgedVerdict) -> [Line] {
    let verdict = judged.verdict
    let style: Style =
      !judged.isValid ? .faint : verdict.decision == .approve ? .good : .bad
    let first =
      Line("  \(verdict.decision.rawValue)", style)
      + Line(" by \(judged.principal) as \(verdict.role.rawValue)")
      + Line(
        ", head \(verdict.head.short) on \(verdict.base.short), "
          + Age.phrase(of: judged.at, at: now), .faint)
    var lines = [first]
    if judged.isCarried { lines.append(Line("    carries over to the base of now", .faint)) }
    if let why = judged.why { lines.append(Line("    does not count: \(why)", .warning)) }
    if let summary = verdict.summary, !summary.isEmpty {
      lines += Self.quoted(summary, indent: "    ")
    }
    return lines + verdict.findings.map { Self.finding($0, indent: "    ") }
  }

  static func finding(_ finding: Finding, indent: String) -> Line {
    let place = finding.path.map { finding.line > 0 ? "\($0):\(finding.line)" : $0 }
    return Line(
      "\(indent)\(finding.severity.rawValue) ", finding.severity == .error ? .bad : .warning)
      + Line((place.map { "\($0): " } ?? "") + finding.text)
  }

  /// The findings, at most so many of them, and where the rest is.
  static func findings(
    _ findings: [Finding], indent: String, limit: Int, more: String
  ) -> [Line] {
    let lines = findings.prefix(limit).map { finding($0, indent: indent) }
    guard findings.count > limit else { return lines }
    return lines + [Line("\(indent)… \(findings.count - limit) more: \(more)", .faint)]
  }

  /// What static rules say of what lies before the reviewers.
  var flagged: [Line] {
    Self.findings(
      packet.presented?.findings ?? [], indent: "  ", limit: isFull ? .max : 20,
      more: "git o8 show \(packet.id.short) --full")
  }
}
