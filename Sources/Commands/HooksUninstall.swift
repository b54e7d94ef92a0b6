import ArgumentParser
import Model
import Operations
import Render

struct HooksUninstall: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall",
    abstract: "Remove the hooks of o8 and put yours back as they were")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let left = try context.workspace().uninstallHooks()
    context.show(
      Answer(
        [Line("no hook of o8 is in force here")] + left.map { Line($0, .warning) },
        json: ["schema": "o8/hooks-uninstall/1", "left": JSONValue(left)]))
  }
}
