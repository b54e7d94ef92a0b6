import Model
import Operations
import Render

/// One packet for a person: what it is, where it stands, and what was done about it.
struct PacketText {
  let report: PacketReport
  let now: Instant
  /// How wide its tables may be; prose stays readable.
  let columns: Int
  /// Whether all of what was asked for is wanted.
  let isFull: Bool

  var packet: Packet { report.packet }

  init(_ report: PacketReport, now: Instant, columns: Int, isFull: Bool = false) {
    self.report = report
    self.columns = columns
    self.isFull = isFull
    self.now = now
  }

  var lines: [Line] {
    var lines = head
    lines += section("ASKED FOR", task)
    lines += section("DONE MEANS", points)
    lines += section("ATTEMPTS", packet.attempts.flatMap(attempt))
    lines += section("SAID BY ITS WORKER", said)
    lines += section("GATES", aligned(packet.gates.map(gate), giving: 0))
    lines += section("FLAGGED", flagged)
    lines += section("RED", red)
    lines += section("VERDICTS", packet.verdicts.flatMap(verdict))
    lines += section(
      "EVENTS", aligned(packet.log.map(event), giving: 4, under: packet.log.map(ignored)))
    return lines
  }

  /// Title, standing, and what is not as it should be.
  var head: [Line] {
    let title = Line("packet \(packet.id.short)  ", .faint) + Line(packet.title, .heading)
    var facts: [(String, Line)] = [("state", standing)]
    facts.append(("branch", Line(packet.branch.short) + at(packet.base, " on ")))
    if let lane = packet.lane { facts.append(("lane", Line(lane.short) + at(packet.head, " at "))) }
    if let worktree = report.worktree { facts.append(("worktree", Line(worktree))) }
    if let tree = packet.tree { facts.append(("result", Line("tree \(tree.short)", .faint))) }
    facts.append(("worker", worker))
    if let latest = report.latest {
      let age = latest.at.map { ", \(Age.phrase(of: $0, at: now))" } ?? ""
      facts.append(
        ("latest", Line(latest.text).clipped(to: isFull ? .max : 56) + Line(age, .faint)))
    }
    if !packet.work.command.isEmpty {
      facts.append(
        (
          "command",
          Line(packet.work.command.map(ShellWord.quoted).joined(separator: " ")).clipped(
            to: isFull ? .max : 68)
        ))
    }
    if !packet.work.scope.isEmpty {
      facts.append(("scope", Line(packet.work.scope.joined(separator: " "))))
    }
    if !packet.work.after.isEmpty {
      facts.append(("after", Line(packet.work.after.map(\.short).joined(separator: " "))))
    }
    let owners = report.owners.prefix(isFull ? .max : Self.ownersShown)
    facts += owners.map { claim in
      (report.isOwnersTurn ? "needs" : "owned", Line("\(claim.need), for \(claim.touched)"))
    }
    if owners.count < report.owners.count {
      let more = report.owners.count - owners.count
      facts.append(("", Line("… \(more) more: git o8 show \(packet.id.short) --full", .faint)))
    }
    let rows = facts.map { name, line in Line("  " + Self.padded(name, 10), .faint) + line }
    return [title.clipped(to: columns)] + rows
      + (waits.map { Self.fact("waits", $0) } ?? [])
      + report.notes.flatMap { Self.fact("note", $0) }
  }

  /// Lines of `CODEOWNERS` that are shown where not everything is wanted.
  private static let ownersShown = 8

  /// Why nobody works on it, and what changes that.
  private var waits: String? {
    if let question = packet.question {
      let asked = SafeText.singleLine(question, limit: 500)
      return "asks: \(asked); git o8 answer \(packet.id.short) TEXT replies"
    }
    let next = report.resuming.map { "; \($0) has it go on" + (isDue ? " at once" : "") } ?? ""
    return packet.reasonToWait.map { $0 + next }
      ?? report.queued
  }

  /// Whether it goes on by itself.
  private var isDue: Bool { packet.pause?.until != nil }

  /// A fact that may need several lines.
  private static func fact(_ name: String, _ text: String) -> [Line] {
    let indent = "            "
    var lines = Line.folded(text, to: Width.terminal, indent: indent)
    lines[0] = Line("  " + padded(name, 10), .warning) + Line(lines[0].pieces[1].text)
    return lines
  }

  /// Lines of a prompt that are shown where not all of it is wanted.
  private static let taskLines = 8

  private var task: [Line] {
    guard let prompt = report.prompt else { return [] }
    let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines[...(lines.lastIndex { $0.contains { !$0.isWhitespace } } ?? 0)]
      .joined(separator: "\n")
    // Who gave no more than a title asks for just that.
    guard text != packet.title else { return [] }
    return Self.quoted(
      text, indent: "  ", limit: isFull ? .max : Self.taskLines,
      more: "git o8 show \(packet.id.short) --full")
  }

  private var standing: Line {
    var line = packet.state.line
    if !report.missing.isEmpty {
      line = line + Line(", needs approval by \(Role.list(report.missing))")
    }
    if let carried = packet.carried, report.landing == nil {
      line = line + Line(" (carried): \(carried.sentence)")
    }
    if let commit = packet.landedCommit {
      let place = report.landedOn.map { " on \($0.short)" } ?? ""
      line = line + Line(" as \(commit.short)\(place)")
    }
    if let closing = packet.closing, !packet.state.isOpen {
      line =
        line
        + Line(
          " \(Age.phrase(of: closing.at, at: now)), entry \(closing.id.short) by \(closing.author)",
          .faint)
    }
    // What holds it is said on lines of its own, and the paths of a conflict are no gates.
    if packet.state == .waiting { return line }
    if let because = packet.pending?.because, !because.isEmpty {
      line = line + Line(", red: \(because.joined(separator: ", "))", .bad)
    }
    if packet.state == .failed, let failure = packet.failure { line = line + Line(": \(failure)") }
    if let landing = report.landing {
      line = line + Line(landing.isHere ? ", landed here, not final yet" : ", its landing was cut")
    }
    if packet.pending != nil, !packet.isAdopted {
      line = line + Line(", its next attempt has yet to start")
    }
    if let reason = packet.reasonOfClosing { line = line + Line(": \(reason)") }
    return line
  }

  private var worker: Line {
    let work = packet.work
    if packet.isAdopted { return Line("none: the work was adopted") }
    let model = work.model.map { " \($0)" } ?? ""
    let place = work.surface == .terminal ? ", at a terminal" : ""
    let apart = work.isolation == Isolation.worktree.rawValue ? "" : ", in a \(work.isolation)"
    let last = packet.attempts.last.map(\.runtime) ?? work.runtime
    let runs = packet.attempts.count
    let spent = "\(packet.attemptsUsed) of \(counted(work.attempts, "attempt"))"
    return Line(work.runtime + model)
      + (last == work.runtime ? Line("") : Line(", \(last) in its place", .warning))
      + Line(
        ", tier \(work.tier.rawValue)\(place)\(apart), \(spent)"
          + (runs == packet.attemptsUsed ? "" : " in \(counted(runs, "run"))"), .faint)
  }

  private func at(_ id: ObjectID?, _ word: String) -> Line {
    Line(id.map { word + $0.short } ?? "", .faint)
  }

  private func section(_ name: String, _ lines: [Line]) -> [Line] {
    lines.isEmpty ? [] : [Line(""), Line(name, .heading)] + lines
  }

  private func attempt(_ attempt: Attempt) -> [Line] {
    let end: Line
    if let finished = attempt.end {
      let outcome = finished.outcome.rawValue.split(separator: "_").joined(separator: " ")
      let exit =
        finished.exit.map { ", exit \($0)" } ?? finished.signal.map { ", signal \($0)" } ?? ""
      end =
        Line(outcome + exit, finished.outcome == .changed ? .good : .warning)
        + Line(", \(Age.duration(finished.seconds))", .faint)
    } else {
      end = Line("has not ended")
    }
    let first =
      Line("  \(attempt.number)  \(attempt.runtime)  ") + model(of: attempt) + end
      + Line(
        (attempt.isolation.map { ", in a \(SafeText.singleLine($0, limit: 20))" } ?? "")
          + ", \(Age.phrase(of: attempt.started, at: now))", .faint)
    let notes = attempt.end?.notes ?? []
    let spent = conversation(of: attempt).map { [Line("     \($0)", .faint)] } ?? []
    return [first] + spent + notes.map { Line("     ") + Line($0, .warning) }
  }

  /// The one that answered, else the one that was asked for.
  private func model(of attempt: Attempt) -> Line {
    let model = (attempt.end?.model ?? attempt.model).map { SafeText.singleLine($0, limit: 60) }
    return Line(model.map { "\($0)  " } ?? "", .faint)
  }

  /// Its name, as other commands take it, and what it took; nil where neither is known.
  private func conversation(of attempt: Attempt) -> String? {
    let session = attempt.end?.session ?? attempt.session
    let name = session.map { "\(attempt.runtime):\(SafeText.singleLine($0, limit: 80))" }
    let spent = attempt.end?.usage.map { usage in
      let cost = usage.costMicros > 0 ? ", $\(Self.dollars(usage.costMicros))" : ""
      return "\(usage.inputTokens) tokens in, \(usage.outputTokens) out\(cost)"
    }
    let parts = [name, spent].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Dollars with cents, and as many digits more as a small sum needs.
  private static func dollars(_ micros: Int64) -> String {
    let digits = String(1_000_000 + micros % 1_000_000).dropFirst()
    let cents = digits.prefix(2)
    let rest = digits.dropFirst(2)
    let kept = rest.prefix(2)
    return "\(micros / 1_000_000).\(cents)\(micros < 1_000_000 ? kept : "")"
  }

  private func aligned(_ rows: [[Line]], giving: Int, under: [Line?] = []) -> [Line] {
    Self.aligned(rows, within: columns, giving: giving, under: under)
  }

  private func event(_ line: LogLine) -> [Line] {
    [
      Line("  \(line.id.short)", .faint), Line(line.kind.text), Line(line.principal.text, .faint),
      Line(Age.text(of: line.at, at: now), .faint), Line(line.summary),
    ]
  }

  private func ignored(_ line: LogLine) -> Line? {
    line.ignored.map { Line("           changed nothing: \($0)", .warning) }
  }
}
