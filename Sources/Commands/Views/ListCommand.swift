import ArgumentParser
import Model
import Operations
import Render

struct ListCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List packets, the one touched last first",
    discussion: """
      Where more than 32 are open, each is listed as its last writer believed it to be, and the \
      heading says so; but the 32 touched last of those in review or approved as they stand. `show` \
      and `--json` read all its events.
      """)

  @Option(
    help: ArgumentHelp(
      "Only packets in this state; may be given several times", valueName: "state"))
  var state: [PacketState] = []

  @Flag(help: "Closed packets too")
  var all = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let filter = ListFilter(states: Set(state), includesClosed: all)
    if context.wantsJSON {
      let (reports, damaged) = try await workspace.packetsInFull(filter)
      context.show(
        Answer(
          [],
          json: .array(
            reports.map { PacketDocument($0).brief } + damaged.map(\.document))))
    } else {
      let list = try workspace.packets(filter)
      context.show(Answer(list.lines(at: context.now(), columns: context.columns()), json: []))
    }
  }
}

extension PacketDocument {
  init(_ report: PacketReport) {
    self.init(
      report.packet, worktree: report.worktree, missing: report.missing, notes: report.notes,
      prompt: report.prompt, landing: report.landing, queued: report.queued,
      remote: report.landedOn?.remote, owners: report.owners, unheld: report.unheld?.document)
  }
}

extension PacketList {
  func lines(at now: Instant, columns: Int) -> [Line] {
    var lines =
      packets.isEmpty && damaged.isEmpty
      ? [Line(nothing, .faint)] : table(at: now, columns: columns)
    if isBelieved, !packets.isEmpty {
      lines.append(
        Line("believed by the last writer of each; git o8 list --json reads all events", .faint))
    }
    if let first = damaged.first {
      let count = damaged.count == 1 ? "one is" : "\(damaged.count) are"
      lines.append(
        Line("\(count) damaged", .bad) + Line("; \(first.command) tells the way back", .faint))
    }
    return lines + warnings.map { Line($0, .warning) }
  }
}

extension PacketList {
  private var nothing: String {
    closed == 0 ? "no packets" : "no open packets; git o8 list --all shows \(closed) closed"
  }
}

extension PacketList {
  private func table(at now: Instant, columns: Int) -> [Line] {
    let readable = packets.map { packet in
      [
        Line(packet.id.short), packet.state.line,
        Line(Age.text(of: packet.touched, at: now), .faint),
        Line(packet.title) + Line(packet.note.map { "  \($0)" } ?? "", .faint),
      ]
    }
    let others = damaged.map { packet in
      [
        Line(packet.id.short), Line(DamagedPacket.state, .bad), Line("-", .faint),
        Line(packet.title.map { "\($0)  " } ?? "") + Line(packet.reason, .faint),
      ]
    }
    let names = ["ID", isBelieved ? "BELIEVED" : "STATE", "TOUCHED", "TITLE"]
    return Table(names, rows: readable + others).lines(within: columns, giving: 3)
  }
}

extension DamagedPacket {
  /// In the place of a packet that could be read.
  fileprivate var document: JSONValue {
    [
      "schema": .string(PacketDocument.schema), "id": .string(id.hex), "title": JSONValue(title),
      "state": .string(Self.state), "reason": .string(reason), "next": .string(command),
    ]
  }
}

extension UnheldLanding {
  fileprivate var document: JSONValue {
    [
      "commit": .string(commit.hex), "cause": .string(cause.rawValue),
      "sentence": .string(sentence), "command": JSONValue(command),
    ]
  }
}
