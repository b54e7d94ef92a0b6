import ArgumentParser
import Model
import Operations
import Render

struct ShowCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all about one packet")

  @Argument(help: "The packet: digits of its id, part of its title, or - for the last")
  var packet: String?

  @Flag(help: "The whole text of what is to be done, and all that red gates printed")
  var full = false

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let report = try await context.workspace().report(on: packet)
    let lines = PacketText(
      report, now: context.now(), columns: context.columns(), isFull: full
    ).lines
    context.show(Answer(lines, json: PacketDocument(report).full))
  }
}
