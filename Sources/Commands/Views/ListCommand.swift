import ArgumentParser
import Model
import Operations
import Render

struct ListCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List packets, the one touched last first",
    discussion: """
      Where more than 32 are open, each is listed as its last writer believed it to be, and the \
      heading says so; `show` and `--json` read all its events.
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
      let reports = try await workspace.packetsInFull(filter)
      context.show(Answer([], json: .array(reports.map { PacketDocument($0).brief })))
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
      remote: report.landedOn?.remote, owners: report.owners)
  }
}

extension PacketList {
  func lines(at now: Instant, columns: Int) -> [Line] {
    var lines =
      packets.isEmpty
      ? [Line(nothing, .faint)]
      : ListedPacket.lines(packets, at: now, columns: columns, isBelieved: isBelieved)
    if isBelieved, !packets.isEmpty {
      lines.append(
        Line("believed by the last writer of each; git o8 list --json reads all events", .faint))
    }
    if !unreadable.isEmpty {
      let some = unreadable.prefix(5).map(\.short).joined(separator: " ")
      lines.append(
        Line("\(unreadable.count) cannot be read: \(some)", .bad)
          + Line("; git o8 show \(unreadable[0].short) tells the way back", .faint))
    }
    return lines
  }
}

extension PacketList {
  private var nothing: String {
    closed == 0 ? "no packets" : "no open packets; git o8 list --all shows \(closed) closed"
  }
}

extension ListedPacket {
  fileprivate static func lines(
    _ packets: [ListedPacket], at now: Instant, columns: Int, isBelieved: Bool
  ) -> [Line] {
    let rows = packets.map { packet in
      [
        Line(packet.id.short), packet.state.line,
        Line(Age.text(of: packet.touched, at: now), .faint),
        Line(packet.title) + Line(packet.note.map { "  \($0)" } ?? "", .faint),
      ]
    }
    return Table(["ID", isBelieved ? "BELIEVED" : "STATE", "TOUCHED", "TITLE"], rows: rows)
      .lines(within: columns, giving: 3)
  }
}
