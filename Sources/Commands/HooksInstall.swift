import ArgumentParser
import Model
import Operations
import Render

struct HooksInstall: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Put the hooks of o8 in front of yours, or mend them")

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let (overview, notes) = try await context.workspace().installHooks()
    var answer = Answer(overview)
    answer.lines += notes.map { Line($0, .warning) }
    context.show(answer)
  }
}
