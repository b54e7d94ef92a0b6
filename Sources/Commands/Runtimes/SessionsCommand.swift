import ArgumentParser
import Model
import Operations
import Render

struct SessionsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "List the conversations of agents on this machine, the newest first",
    discussion: """
      Those with a packet were started by o8, and stay a worker's when it is closed; the others are your own, and are only read: \
      git o8 log RUNTIME:SESSION shows one, git o8 dispatch --context RUNTIME:SESSION gives a \
      worker an extract of it.
      """)

  @Option(help: ArgumentHelp("Only those of this runtime", valueName: "name"))
  var runtime: String?

  @Option(help: ArgumentHelp("At most so many", valueName: "number"))
  var limit = 20

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let list = try await context.workspace().sessions(of: runtime, limit: limit)
    context.show(Answer(list, at: context.now(), within: context.columns()))
  }
}

extension Answer {
  fileprivate init(_ list: SessionList, at now: Instant, within columns: Int) {
    let rows = list.sessions.map { session in
      [
        Line(session.name),
        Line(session.lastActive.map { Age.text(of: $0, at: now) } ?? "-", .faint),
        (session.packet?.short ?? session.lane).map { Line($0) } ?? Line("yours", .faint),
        Line(session.title ?? "-")
          + Line(session.directory.map { "  \(SafeText.escaped($0))" } ?? "", .faint),
      ]
    }
    var lines =
      rows.isEmpty
      ? [Line("no conversations", .faint)]
      : Table(["SESSION", "ACTIVE", "PACKET", "TITLE"], rows: rows).lines(
        within: columns, giving: 3)
    lines += list.failures.map { Line($0, .warning) }
    self.init(
      lines,
      json: [
        "schema": "o8/sessions/1", "failures": JSONValue(list.failures),
        "sessions": .array(
          list.sessions.map { session in
            [
              "name": .string(session.name), "runtime": .string(session.runtime),
              "packet": JSONValue(session.packet), "lane": JSONValue(session.lane),
              "directory": JSONValue(session.directory),
              "title": JSONValue(session.title), "path": JSONValue(session.path),
              "lastActive": JSONValue(session.lastActive?.text),
            ]
          }),
      ])
  }
}
