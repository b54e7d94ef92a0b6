import ArgumentParser
import Model
import Operations
import Render

struct LogCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show what the worker of a packet wrote, and its gates",
    discussion: """
      A conversation of your own is read by its name, as git o8 sessions lists it: \
      git o8 log claude:SESSION.
      """)

  @Argument(
    help: "The packet: digits of its id, part of its title, or - for the last; or RUNTIME:SESSION")
  var packet: String?

  @ArgumentParser.Flag(name: .shortAndLong, help: "Go on with what comes, until the lane ends")
  var follow = false

  @Option(help: ArgumentHelp("Start behind the line with this number", valueName: "seq"))
  var after = 0

  @ArgumentParser.Flag(help: "Show what an agent's program wrote as it stands, not what it means")
  var raw = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    if let session = packet.flatMap(SessionName.init) {
      guard !follow else {
        throw Problem(
          .usage, "a conversation of your own is read as it is now, not followed",
          hint: "git o8 log \(session.text) --after SEQ tells what came since")
      }
      return try await workspace.readSession(session, after: after) { event in
        context.write(.output, event.drawn(asJSON: context.wantsJSON) + "\n")
      }
    }
    let form: LogForm = raw ? .original : .events
    try await workspace.log(packet, after: after, follows: follow, form) { entry in
      context.write(.output, entry.drawn(asJSON: context.wantsJSON) + "\n")
    }
  }
}

extension LogEntry {
  fileprivate func drawn(asJSON: Bool) -> String {
    switch self {
    case .line(let line): line.drawn(asJSON: asJSON)
    case .event(let event): event.drawn(asJSON: asJSON)
    }
  }
}

extension WorkerLogLine {
  private static let ours = "o8: "

  fileprivate func drawn(asJSON: Bool) -> String {
    guard asJSON else {
      let text = SafeText.escaped(self.text, breaks: .kept)
      if source == .lane || source == .omitted { return "\(Self.ours)\(text)" }
      // Nobody else speaks as the lane does.
      return text.hasPrefix(Self.ours) ? "\(source.rawValue): \(text)" : text
    }
    return JSONText(.oneLine).text(of: [
      "seq": JSONValue(seq), "at": JSONValue(at?.text), "source": .string(source.rawValue),
      "text": .string(text),
    ])
  }
}
