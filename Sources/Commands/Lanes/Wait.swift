import ArgumentParser
import Model
import Operations
import Render

struct Wait: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until people are next; exit 6 where the time runs out before",
    discussion: "git o8 wait hello --timeout 10m, or git o8 wait --any for whichever comes first.")

  @Argument(help: "The packets; all that are under way where none is named")
  var packets: [String] = []

  @ArgumentParser.Flag(help: "One of them is enough")
  var any = false

  @Option(help: ArgumentHelp("Wait for this state, such as landed", valueName: "state"))
  var until: PacketState?

  @Option(help: ArgumentHelp("How long at most, such as 90s or 30m", valueName: "time"))
  var timeout: Span?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let waiting = Waiting(
      packets: packets, reach: any ? .any : .all, until: until, timeoutSeconds: timeout?.seconds)
    let workspace = try context.workspace()
    let done = try await workspace.wait(waiting)
    let hints = done.map { workspace.nextCommand(for: $0) }
    context.show(Answer(waitedFor: done, hints, columns: context.columns()))
    let problems = done.compactMap { workspace.disappointment($0, waiting) }
    // With --any one that came to what was wanted is enough.
    if let problem = problems.first, !any || problems.count == done.count { throw problem }
  }
}

extension Answer {
  /// - `hints`: what is next for the person here, where that is not what the state says.
  init(waitedFor packets: [Packet], _ hints: [String?], columns: Int) {
    let next = zip(packets, hints).map { $1 ?? $0.nextCommand }
    let rows = zip(packets, next).map { packet, next in
      [
        Line(packet.id.short), Line(packet.state.rawValue), Line(packet.title),
        Line(next ?? "", .faint),
      ]
    }
    self.init(
      rows.isEmpty
        ? ["no packet is under way"]
        : Table(["ID", "STATE", "TITLE", "NEXT"], rows: rows).lines(within: columns, giving: 2),
      json: .array(
        zip(packets, next).map { packet, next in
          [
            "schema": "o8/wait/1", "id": JSONValue(packet.id), "title": .string(packet.title),
            "state": .string(packet.state.rawValue), "next": JSONValue(next),
          ]
        }))
  }

  /// What was done to a packet, in a few words.
  init(_ packet: Packet, did words: String) {
    self.init(
      [
        Line("packet ") + Line(packet.id.short, .heading) + Line(" \(packet.title)"),
        Line("  \(packet.state.rawValue): \(words)"),
      ] + (packet.nextCommand.map { [Line("  next: \($0)")] } ?? []),
      json: [
        "schema": "o8/packet/1", "id": JSONValue(packet.id), "title": .string(packet.title),
        "state": .string(packet.state.rawValue), "next": JSONValue(packet.nextCommand),
      ])
  }
}
