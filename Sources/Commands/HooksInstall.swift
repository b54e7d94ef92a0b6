import ArgumentParser
import Model
import Operations
import Render

struct HooksInstall: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Put the hooks of o8 in front of yours, or mend them")

  @Flag(help: "Have this bare repository judge all that is pushed to it")
  var server = false

  @Option(
    name: .customLong("repo"),
    help: ArgumentHelp("Of a server: the repository that it is for", valueName: "id"))
  var repository: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let done: (overview: HookOverview, notes: [String])
    switch (server, repository) {
    case (true, let repository?):
      done = try await workspace.installServerHooks(for: repository)
    case (false, nil): done = try await workspace.installHooks()
    case (true, nil):
      throw Problem(
        .usage, "a server has to be told which repository it is for",
        hint: "git o8 policy show prints the id in a clone that you trust: --repo ID")
    case (false, _?):
      throw Problem(.usage, "--repo is for a server", hint: "add --server")
    }
    var answer = Answer(done.overview)
    answer.lines += done.notes.map { Line($0, .warning) }
    context.show(answer)
  }
}
