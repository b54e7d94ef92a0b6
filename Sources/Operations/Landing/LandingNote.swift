import Model
import Store

/// What `git log --notes=o8` says on the commit of a landing.
struct LandingNote {
  let packet: Packet
  let landed: Landed
  let entry: ObjectID

  var text: String {
    var lines = ["Packet: \(packet.id.short) \(Self.line(packet.title))"]
    let (verdicts, gates) = (Set(landed.verdicts), Set(landed.gates))
    for judged in packet.verdicts where verdicts.contains(judged.id) {
      let summary = judged.verdict.summary.map { ": " + Self.line($0) } ?? ""
      lines.append(
        "Verdict: \(judged.verdict.decision.rawValue) by \(judged.principal) as "
          + "\(judged.verdict.role.rawValue) at \(judged.at)\(summary)")
    }
    for run in packet.gates where gates.contains(run.id) {
      lines.append(
        "Gate: \(Self.line(run.gate.name)) green in \(run.gate.seconds) s, signed by "
          + "\(run.principal)")
    }
    if landed.isByReviewersAlone { lines.append("Alone: reviewers only, no operator") }
    lines.append("Ledger: \(entry.short)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// What to say where something else lay in the place of notes.
  static func remark(keptIn aside: ReferenceName) -> String {
    "\(Layout.notes) held no notes; they begin anew, and what was there is kept in \(aside)"
  }

  private static func line(_ text: String) -> String {
    SafeText.singleLine(text, limit: lineCharacters)
  }

  /// A summary can be a page; here it is one line of a log.
  private static let lineCharacters = 200
}
