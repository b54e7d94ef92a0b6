import ArgumentParser
import Model
import Operations
import Render

struct TraceCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show which packet brought a commit or a line, and who judged it")

  @Argument(help: ArgumentHelp("A commit, a path, or a path and a line", valueName: "path:line"))
  var target: String

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let trace = try await context.workspace().trace(target, from: context.directory)
    let lines = trace.lines(at: context.now(), columns: context.columns())
    context.show(Answer(lines, json: trace.document))
  }
}

extension Trace {
  func lines(at now: Instant, columns: Int) -> [Render.Line] {
    var lines: [Render.Line] = []
    if let line {
      lines.append(
        (Render.Line("line    ", .faint) + Render.Line("\(line.path):\(line.number)  ")
          + Render.Line(line.text, .faint)).clipped(to: columns))
    }
    lines.append(
      (Render.Line("commit  ", .faint) + Render.Line("\(commit.short)  \(subject)")
        + Render.Line("  by \(author)", .faint)).clipped(to: columns))
    guard let step else {
      return lines + [Render.Line("        it is on no protected branch", .warning)]
    }
    let isItself = step.commit == commit
    lines.append(
      Render.Line("step    ", .faint)
        + Render.Line(
          isItself
            ? "it is a step of \(step.branch.short) itself"
            : "\(step.commit.short) brought it onto \(step.branch.short)"))
    return lines + step.cause.lines(at: now, columns: columns)
  }

  var document: JSONValue {
    [
      "schema": "o8/trace/1",
      "line": line.map {
        [
          "path": .string($0.path), "line": JSONValue($0.number), "text": .string($0.text),
        ]
      } ?? .null, "commit": .string(commit.hex), "subject": .string(subject),
      "author": .string(author), "branch": JSONValue(step?.branch.text),
      "step": JSONValue(step?.commit), "cause": JSONValue(step?.cause.word),
      "entry": JSONValue(step?.cause.entry), "reason": JSONValue(step?.cause.reason),
      "landings": .array(step?.cause.landings.map(\.document) ?? []),
    ]
  }
}

extension Trace.Cause {
  fileprivate func lines(at now: Instant, columns: Int) -> [Line] {
    switch self {
    case .landed(let landings): landings.flatMap { $0.lines(at: now, columns: columns) }
    case .forced(let entry, let reason, let by):
      [
        Line("forced  ", .warning) + Line("entry \(entry.short) by \(by): ", .faint)
          + Line(reason)
      ]
    case .adopted(let entry):
      [Line("        it was there when the branch was adopted, entry \(entry.short)", .faint)]
    case .unrecorded:
      [
        Line("        no entry of the ledger speaks of it; ", .warning)
          + Line("git o8 verify tells whether it is covered")
      ]
    }
  }

  fileprivate var word: String {
    switch self {
    case .landed: "landed"
    case .forced: "forced"
    case .adopted: "adopted"
    case .unrecorded: "unrecorded"
    }
  }

  fileprivate var entry: ObjectID? {
    switch self {
    case .landed(let landings): landings.first?.entry
    case .forced(let entry, _, _), .adopted(let entry): entry
    case .unrecorded: nil
    }
  }

  fileprivate var reason: String? {
    if case .forced(_, let reason, _) = self { reason } else { nil }
  }

  fileprivate var landings: [Trace.Landing] {
    if case .landed(let landings) = self { landings } else { [] }
  }
}

extension Trace.Landing {
  fileprivate func lines(at now: Instant, columns: Int) -> [Line] {
    let first =
      Line("packet  ", .faint) + Line("\(packet.id.short)  ") + Line(packet.title, .heading)
    let landed =
      Line("        ") + status.line
      + Line(" \(Age.phrase(of: at, at: now)), entry \(entry.short)", .faint)
    return [first.clipped(to: columns), landed]
      + verdicts.map { Line("verdict ", .faint) + $0.brief(at: now) }
      + gates.map { Line("gate    ", .faint) + $0.brief }
      + conversations.map { Line("talk    ", .faint) + $0.line }
      + [Line("        $ ", .faint) + Line("git o8 show \(packet.id.short)")]
  }

  fileprivate var document: JSONValue {
    let whole = PacketDocument(packet, worktree: nil)
    return [
      "ledger": .string(entry.hex), "status": .string(status.word), "at": .string(at.text),
      "packet": whole.brief, "verdicts": .array(whole.verdicts(verdicts)),
      "gates": .array(whole.gates(gates)),
      "conversations": .array(
        conversations.map { talk in
          [
            "attempt": JSONValue(talk.attempt), "runtime": .string(talk.runtime),
            "session": JSONValue(talk.session), "blob": .string(talk.transcript.blob.hex),
            "size": .integer(talk.transcript.size),
            "holder": .string(talk.transcript.holder.text), "here": .bool(talk.isHere),
          ]
        }),
    ]
  }
}

extension JudgedVerdict {
  fileprivate func brief(at now: Instant) -> Line {
    Line(verdict.decision.rawValue, verdict.decision == .approve ? .good : .bad)
      + Line(" by \(principal) as \(verdict.role.rawValue)")
      + Line(verdict.summary.map { ": \($0)" } ?? "", .faint)
  }
}

extension GateRun {
  fileprivate var brief: Line {
    Line(gate.name + " ") + (gate.passed ? Line("passed", .good) : Line("failed", .bad))
      + Line(" on tree \(gate.tree.short) in \(Age.duration(gate.seconds))", .faint)
  }
}

extension Trace.Conversation {
  fileprivate var line: Line {
    let start = Line("attempt \(attempt) with \(runtime): ")
    return isHere
      ? start + Line("git cat-file blob \(transcript.blob.short)")
      : start + Line("\(transcript.size) bytes that \(transcript.holder) holds", .faint)
  }
}

extension LandingStatus {
  fileprivate var word: String {
    switch self {
    case .confirmed: "confirmed"
    case .displaced: "displaced"
    case .pending: "pending"
    case .void: "void"
    }
  }

  fileprivate var line: Line {
    switch self {
    case .confirmed: Line("landed", .good)
    case .displaced, .void: Line("claimed to have landed, but the claim is \(word)", .bad)
    case .pending: Line("landing", .warning)
    }
  }
}
