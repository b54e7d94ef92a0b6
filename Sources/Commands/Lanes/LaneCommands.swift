import ArgumentParser
import Operations

/// What o8 calls itself; no person has a use for it.
struct LaneCommands: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "lane", abstract: "Processes of lanes", shouldDisplay: false,
    subcommands: [LaneRun.self, LaneBe.self])

  @OptionGroup var globals: GlobalOptions
}

struct LaneRun: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Be the lane of a packet, whose lock is descriptor 3",
    shouldDisplay: false)

  @Argument(help: "The packet's id in full")
  var packet: String

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    try await context.workspace().runLaneProcess(packet)
  }
}

struct LaneBe: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "be", abstract: "Become a program at a terminal in a cage", shouldDisplay: false)

  @Argument(parsing: .postTerminator, help: "The program, by its path, and its words")
  var command: [String] = []

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    guard let program = command.first, program.contains("/") else {
      throw Problem(.usage, "no program is named by its path")
    }
    throw Workspace.become(command)
  }
}
