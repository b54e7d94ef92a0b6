import ArgumentParser
import Model
import Operations
import Render

struct Open: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open a packet's worktree: a shell in it, or what o8.open names",
    discussion: """
      The worktree is its worker's, and what runs there runs with all your rights. o8.open is a \
      command, such as 'code --wait', that gets the path as its last word.
      """)

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @ArgumentParser.Flag(help: "Print the path, and open nothing")
  var print = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let place = try await workspace.place(toOpen: packet)
    if print || context.wantsJSON { return context.show(Answer(place)) }
    guard context.canEdit else {
      throw Problem(
        .usage, "a worktree can be opened on a terminal only, and nobody is at one here",
        hint: "git o8 open \(place.packet.id.short) --print prints its path")
    }
    let exit = try await workspace.visit(place)
    if exit != 0 { context.warn("\(place.command ?? "the shell") ended with \(exit)") }
  }
}

extension Answer {
  fileprivate init(_ place: OpenPlace) {
    self.init(
      [Line(place.worktree)],
      json: [
        "schema": "o8/open/1", "id": JSONValue(place.packet.id),
        "state": .string(place.packet.state.rawValue), "worktree": .string(place.worktree),
        "command": JSONValue(place.command),
      ])
  }
}
