import ArgumentParser
import Operations

struct Resume: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Have a packet go on that was held, is in conflict, or lost its lane")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String

  @Argument(help: "What its worker is to know")
  var message: String?

  @OptionGroup var text: MessageOptions

  @ArgumentParser.Flag(name: .shortAndLong, help: "Write in your editor what it is to know")
  var edit = false

  @ArgumentParser.Flag(help: "Stay until people are next, and tell what happens")
  var wait = false

  @ArgumentParser.Flag(help: "Run its worker in this clone, though another dispatched it")
  var here = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    var said = try text.text(in: context, besides: message)
    if edit {
      said = try await context.edit(
        said ?? "", for: workspace, notes: ["What the worker of packet \(packet) is to know."])
    }
    let message = said
    try await context.attend(wait) {
      try await workspace.resume(packet, message: message, takingOver: here, $0)
    }
  }
}

struct Retry: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Start over a packet that has failed; its attempts count afresh")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @ArgumentParser.Flag(
    help: "As its first attempt began: same prompt, base and runtime, a new conversation")
  var replay = false

  @ArgumentParser.Flag(help: "Replay though the runtime has another version now")
  var anyVersion = false

  @ArgumentParser.Flag(help: "Stay until people are next, and tell what happens")
  var wait = false

  @ArgumentParser.Flag(help: "Run its worker in this clone, though another dispatched it")
  var here = false

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    if anyVersion, !replay { throw ValidationError("--any-version goes with --replay") }
  }

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    if replay {
      return try await context.attend(wait) {
        try await workspace.replay(
          packet, with: anyVersion ? .any : .same, takingOver: here, $0)
      }
    }
    try await context.attend(wait) { try await workspace.retry(packet, takingOver: here, $0) }
  }
}
