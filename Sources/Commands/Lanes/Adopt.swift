import ArgumentParser
import Operations

struct Adopt: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Open a packet on work that exists already: same gates, review and landing")

  @Argument(help: "The branch that the work is on; the one checked out where none is named")
  var branch: String?

  @Option(help: "What it is called; the subject of its last commit where nothing is given")
  var title: String?

  @Option(help: ArgumentHelp("Paths it may change, such as 'src/**'", valueName: "glob"))
  var scope: [String] = []

  @Option(help: ArgumentHelp("The protected branch it is to land on", valueName: "branch"))
  var base: String?

  @ArgumentParser.Flag(
    help: "The branch is a protected one: review what got onto it around the rule")
  var breach = false

  @ArgumentParser.Flag(help: "Stay until the gates are done, and tell what happens")
  var wait = false

  @OptionGroup var globals: GlobalOptions

  func validate() throws {
    guard !breach || base == nil else { throw ValidationError("--breach names the branch itself") }
  }

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    try await context.attend(wait) {
      guard !breach else {
        return try await workspace.adoptBreach(of: branch, title: title, scope: scope, $0)
      }
      return try await workspace.adopt(
        branch, title: title, scope: scope, base: base, $0)
    }
  }
}
