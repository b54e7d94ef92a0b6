import Model
import Operations
import Render

extension Docket {
  /// More paths than anybody reads before signing; `diff` shows all.
  private static let pathLimit = 40

  /// What is about to be signed.
  var lines: [Line] {
    var lines = [
      Line("packet \(packet.short) ", .faint) + Line(title).clipped(to: Width.title)
        + Line(" for \(verdict.branch.short)", .faint),
      Line("head \(verdict.head.short) on \(verdict.base.short), result \(verdict.tree.short)"),
    ]
    lines += changes.prefix(Self.pathLimit).map(\.line)
    if changes.count > Self.pathLimit {
      let more = changes.count - Self.pathLimit
      lines.append(Line("  and \(more) more: git o8 diff \(packet.short)", .faint))
    }
    lines += flagged.map { PacketText.finding($0, indent: "") }
    lines += PacketText.unclaimed(points, indent: "", of: packet)
    let explained = Set(flagged.compactMap(\.path))
    lines += verdict.sensitive.filter { !explained.contains($0) }
      .map { Line("sensitive ", .warning) + Line($0) }
    lines += verdict.gitlinks.filter { !explained.contains($0.path) }.map { link in
      Line("submodule ", .warning)
        + Line("\(link.path): \(link.old?.short ?? "none") to \(link.new?.short ?? "none")")
    }
    if ([title] + changes.map(\.path)).contains(where: SafeText.isSuspicious) {
      lines.append(
        Line("invisible characters in the title or a path are shown escaped", .warning))
    }
    if let branchMovedTo {
      lines.append(
        Line("\(verdict.branch.short) has moved on to \(branchMovedTo.short) since", .warning))
    }
    return lines + warnings.map { Line($0, .warning) }
  }
}

extension Docket.Change {
  fileprivate var line: Line {
    switch kind {
    case .added: Line("  A ", .good) + Line(path)
    case .modified: Line("  M ") + Line(path)
    case .deleted: Line("  D ", .bad) + Line(path)
    }
  }
}

extension Answer {
  init(_ judgement: Judgement, isMerged: Bool = false) {
    let (docket, verdict) = (judgement.docket, judgement.docket.verdict)
    let said =
      Line(judgement.isRepeated ? "already " : "", .faint)
      + Line(verdict.decision.done, verdict.decision.style)
      + Line(" by \(docket.author) as \(verdict.role.rawValue)")
      + Line("  \(judgement.event.short)", .faint)
    var lines = [said]
    lines += judgement.closing.map(\.lines) ?? []
    if !isMerged, let next = judgement.next { lines.append(Line(next, .faint)) }
    self.init(lines, json: judgement.json)
  }
}

extension Decision {
  fileprivate var done: String {
    switch self {
    case .approve: "approved"
    case .revise: "sent back to be revised"
    case .reject: "rejected"
    }
  }

  fileprivate var style: Style {
    switch self {
    case .approve: .good
    case .revise: .warning
    case .reject: .bad
    }
  }
}

extension Judgement {
  fileprivate var json: JSONValue {
    let verdict = docket.verdict
    return [
      "schema": "o8/verdict/1", "id": .string(event.hex), "packet": .string(docket.packet.hex),
      "decision": .string(verdict.decision.rawValue), "role": .string(verdict.role.rawValue),
      "principal": .string(docket.author.text), "branch": .string(verdict.branch.text),
      "base": .string(verdict.base.hex), "head": .string(verdict.head.hex),
      "tree": .string(verdict.tree.hex), "state": .string(state.rawValue),
      "missing": .object(
        Dictionary(uniqueKeysWithValues: missing.map { ($0.key.rawValue, JSONValue($0.value)) })),
      "owners": .array(owners.map(\.document)),
      "sensitive": JSONValue(verdict.sensitive),
      "flagged": .array(docket.flagged.map(\.document)),
      "points": .array(docket.points.map(\.document)), "next": JSONValue(next),
      "closing": closing?.json ?? .null, "warnings": JSONValue(docket.warnings),
    ]
  }
}
