import ArgumentParser
import Model
import Operations
import Render

struct LedgerCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "List what was decided, the newest first")

  @Flag(help: "All entries, not only the newest")
  var all = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let entries = try context.workspace().ledger(isWhole: all)
    var lines = LedgerView.lines(entries, at: context.now(), columns: context.columns())
    if !all, entries.count == Workspace.ledgerGlance {
      lines.append(Line("git o8 ledger --all shows what is older", .faint))
    }
    context.show(Answer(lines, json: .array(entries.map(\.document))))
  }
}

extension LedgerView {
  static func lines(_ entries: [LedgerView], at now: Instant, columns: Int) -> [Line] {
    guard !entries.isEmpty else { return [Line("the ledger is empty", .faint)] }
    let rows = entries.map { view in
      let envelope = view.envelope
      return [
        Line(view.id.short), view.kind, Line(envelope.packet?.short ?? ""),
        Line(envelope.author.text, .faint), Line(Age.text(of: envelope.at, at: now), .faint),
        view.what,
      ]
    }
    return Table(["ENTRY", "KIND", "PACKET", "BY", "AGE", "WHAT"], rows: rows)
      .lines(within: columns, giving: 5)
  }

  private var kind: Line {
    let text = envelope.kind.text
    switch body {
    case .landed(let landed): return Line(text, landed.isByReviewersAlone ? .warning : .good)
    case .forced: return Line(text, .warning)
    case .breach: return Line(text, .bad)
    default: return Line(text)
    }
  }

  private var what: Line {
    let subject = envelope.subject
    switch body {
    case .landed(let landed):
      // Other writers need not name it in the subject.
      let isNamed = subject.contains(landed.commit.short)
      return Line(isNamed ? "" : "\(landed.commit.short)  ", .faint) + Line(subject)
    case .forced(let forced):
      return Line("\(forced.branch.short) to \(forced.new?.short ?? "nothing")  ", .faint)
        + Line(forced.reason)
    case .breach(let breach):
      return Line("\(breach.branch.short) to \(breach.new?.short ?? "nothing")  ", .faint)
        + Line(breach.reason)
    case .rejected(let reason?), .cancelled(let reason?), .reported(let reason?):
      return Line(subject) + Line("  \(SafeText.singleLine(reason, limit: 100))", .faint)
    case .unknown(let reason):
      return Line(subject) + Line("  counts for nothing: \(reason)", .faint)
    case .policy where isOfLostPolicy:
      return Line(subject, .faint) + Line("  never was in force: another was first", .warning)
    default: return Line(subject)
    }
  }

  /// Absent is null: what a kind does not say is not made up.
  var document: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id.hex), "kind": .string(envelope.kind.text),
      "packet": JSONValue(envelope.packet), "branch": nil, "base": nil, "head": nil,
      "commit": nil, "tree": nil, "by": .string(envelope.author.text),
      "at": .string(envelope.at.text), "verdicts": [], "gates": [], "reason": nil, "old": nil,
      "new": nil, "subject": .string(envelope.subject), "tip": JSONValue(tip),
    ]
    members.merge(said) { _, new in new }
    return .object(members)
  }

  private var said: [String: JSONValue] {
    switch body {
    case .landed(let landed):
      [
        "branch": .string(landed.branch.text), "base": JSONValue(landed.base),
        "head": JSONValue(landed.head), "commit": JSONValue(landed.commit),
        "tree": JSONValue(landed.tree), "verdicts": JSONValue(landed.verdicts.map(\.hex)),
        "gates": JSONValue(landed.gates.map(\.hex)), "old": JSONValue(landed.prev),
        "new": JSONValue(landed.commit), "reviewersAlone": .bool(landed.isByReviewersAlone),
      ]
    case .rejected(let reason), .cancelled(let reason), .reported(let reason):
      ["reason": JSONValue(reason)]
    case .forced(let forced):
      [
        "branch": .string(forced.branch.text), "commit": JSONValue(forced.new),
        "old": JSONValue(forced.old), "new": JSONValue(forced.new),
        "reason": .string(forced.reason), "rewind": .bool(forced.rewind),
      ]
    case .breach(let breach):
      [
        "branch": .string(breach.branch.text), "commit": JSONValue(breach.new),
        "old": JSONValue(breach.old), "new": JSONValue(breach.new),
        "reason": .string(breach.reason),
      ]
    case .adopted(let adopted):
      ["branch": .string(adopted.branch.text), "commit": .string(adopted.commit.hex)]
    case .policy: ["inForce": .bool(!isOfLostPolicy)]
    case .late, .proposed, .cosigned: [:]
    case .unknown(let reason): ["reason": .string(reason)]
    }
  }
}
