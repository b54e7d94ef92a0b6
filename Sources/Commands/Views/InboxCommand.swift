import ArgumentParser
import Model
import Operations
import Render

struct InboxCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "Show what awaits you, and the commands that do it")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let inbox = try context.workspace().inbox()
    context.show(
      Answer(inbox.lines(at: context.now(), columns: context.columns()), json: inbox.document))
  }
}

extension Inbox {
  func lines(at now: Instant, columns: Int) -> [Line] {
    let own = errands.filter { !$0.kind.isForOthers }
    let others = errands.filter { $0.kind.isForOthers }
    var lines = warnings.map { Line($0, .warning) }
    lines += own.flatMap { $0.lines(at: now, columns: columns) }
    lines += damaged.flatMap { $0.lines(columns: columns) }
    let mine = motions.filter(\.awaitsMe)
    lines += mine.flatMap { $0.errand(at: now, columns: columns) }
    if own.isEmpty, damaged.isEmpty, mine.isEmpty {
      lines.append(Line("nothing awaits \(principal)", .faint))
    }
    let theirs = motions.filter { !$0.awaitsMe && $0.obstacle == nil }
    if !others.isEmpty || !theirs.isEmpty {
      lines += [Line(""), Line("FOR OTHERS", .heading)]
      lines += others.map { errand in
        (Line("\(errand.packet.short)  ", .faint) + Line(errand.title)
          + Line("  \(errand.reason)", .faint)).clipped(to: columns)
      }
      lines += others.compactMap { errand in
        errand.hint.map { Line("         \(errand.packet.short): \($0)", .faint) }
      }
      lines += theirs.map { motion in
        (Line("\(motion.short)  ", .faint) + Line("\(motion.kind): \(motion.subject)")
          + Line("  \(motion.stillToSign)", .faint)).clipped(to: columns)
      }
    }
    return lines
  }

  var document: JSONValue {
    [
      "schema": "o8/inbox/1", "principal": .string(principal.text),
      "roles": JSONValue(Role.allCases.filter(roles.contains).map(\.rawValue)),
      "items": .array(errands.map(\.document) + damaged.map(\.errand)),
      "proposals": .array(motions.map(\.document)), "warnings": JSONValue(warnings),
    ]
  }
}

extension MotionView {
  /// What an owner has to see before they sign it, and the command that does.
  fileprivate func errand(at now: Instant, columns: Int) -> [Line] {
    let first =
      Line("\(short)  ", .faint) + Line(kind.text, .warning) + Line("  ") + Line(subject, .heading)
      + Line("  \(Age.phrase(of: self.at, at: now))", .faint)
    let reason = "\(proposer) proposed it, and it waits for your signature"
    return [first.clipped(to: columns), Line("         \(reason)").clipped(to: columns)]
      + (difference?.lines ?? []).map { (Line("         ") + $0).clipped(to: columns) }
      + [Line("         $ ", .faint) + Line(command)]
  }
}

extension Errand {
  func lines(at now: Instant, columns: Int) -> [Line] {
    let first =
      Line("\(packet.short)  ", .faint) + state.line + Line("  ") + Line(title, .heading)
      + Line("  \(Age.phrase(of: since, at: now))", .faint)
    var lines = [first.clipped(to: columns)]
    if kind != .land || reason != Errand.approved {
      lines.append(Line("         \(reason)").clipped(to: columns))
    }
    lines += PacketText.findings(
      flagged, indent: "         ", limit: 5, more: "git o8 show \(packet.short)")
    lines += PacketText.unclaimed(unclaimed, indent: "         ", of: packet)
      .map { $0.clipped(to: columns) }
    return lines + commands.map { Line("         $ ", .faint) + Line($0) }
  }

  var document: JSONValue {
    [
      "packet": .string(packet.hex), "title": .string(title), "state": .string(state.rawValue),
      "kind": .string(kind.rawValue), "reason": .string(reason),
      "flagged": .array(flagged.map(\.document)), "owns": .array(owns.map(\.document)),
      "unclaimed": .array(unclaimed.map(\.document)),
      "commands": JSONValue(commands), "hint": JSONValue(hint),
      "since": .string(since.text),
    ]
  }
}

extension DamagedPacket {
  /// What its state is called, which is none that a packet comes to by itself.
  static let state = "damaged"

  fileprivate func lines(columns: Int) -> [Line] {
    let first =
      Line("\(id.short)  ", .faint) + Line(Self.state, .bad)
      + Line(title.map { "  \($0)" } ?? "")
    return [
      first.clipped(to: columns), Line("         \(reason)").clipped(to: columns),
      Line("         $ ", .faint) + Line(command),
    ]
  }

  /// As an item of the inbox.
  fileprivate var errand: JSONValue {
    [
      "packet": .string(id.hex), "title": JSONValue(title), "state": .string(Self.state),
      "kind": .string(Self.state), "reason": .string(reason), "flagged": .array([]),
      "owns": .array([]), "commands": JSONValue([command]), "hint": .null, "since": .null,
    ]
  }
}
