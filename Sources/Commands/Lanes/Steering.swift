import ArgumentParser
import Model
import Operations
import Render

struct Steer: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "steer",
    abstract: "Tell the worker of a packet something",
    discussion: """
      A runtime that can hear while it works is told at once; one that can go on with its \
      conversation is stopped and goes on with the message; for all others it is kept for the next \
      attempt. At a terminal it is typed, unless a person has taken over. The answer, and git o8 show, say which it was.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String

  @Argument(help: "What it is to know; your editor asks where it is not given")
  var message: String?

  @OptionGroup var text: MessageOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    var said = try text.text(in: context, besides: message)
    if said == nil, context.canEdit, message == nil {
      said = try await context.edit(
        for: workspace, notes: ["What the worker of packet \(packet) is to know."])
    }
    guard let said else {
      throw Problem(
        .usage, "there is no message", hint: "git o8 steer \(packet) 'MESSAGE', or -F FILE")
    }
    let steered = try await workspace.steer(packet, message: said)
    context.show(Answer(steered.packet, did: steered.way.words))
  }
}

extension Steered.Way {
  fileprivate var words: String {
    switch self {
    case .heard: "the worker has it"
    case .redirected: "the worker is stopped to hear it, and goes on"
    case .typed: "typed at its terminal"
    case .kept: "kept for the next attempt"
    }
  }
}

struct Interrupt: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "interrupt",
    abstract: "Stop the worker of a packet in order, and hold the packet")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let packet = try await context.workspace().interrupt(packet)
    context.show(Answer(packet, did: "stopped; what it did is kept"))
  }
}

struct Cancel: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "End a packet without landing it; its work is archived")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Why", valueName: "text"))
  var message: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let done = try await context.workspace().cancel(packet, reason: message)
    for kept in done.closing.kept { context.warn("kept: \(kept)") }
    let undo = done.closing.snapshot.map { "; git show \($0.short) is what its worktree held" }
    context.show(Answer(done.packet, did: "\(message ?? "no longer wanted")\(undo ?? "")"))
  }
}
