import ArgumentParser
import Model
import Operations
import Render

struct PolicyAdd: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Sign a policy with one more principal, or one more key of one")

  @Argument(help: "The principal's name")
  var name: String

  @Option(help: "A role it holds: owner, operator, reviewer, gate or worker")
  var role: [Role] = []

  @Option(help: ArgumentHelp("Its public key, as a .pub file has it", valueName: "type base64"))
  var key: String?

  @Option(help: "The human behind it, where that is another name")
  var of: String?

  @Option(
    help: ArgumentHelp(
      "What it is called in CODEOWNERS, besides @NAME: @team/name or a mail address",
      valueName: "owner"))
  var owner: [String] = []

  @OptionGroup var signing: SigningOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let new = NewPrincipal(name: name, roles: Set(role), key: key, human: of, owners: owner)
    let workspace = try context.workspace()
    try await context.propose(try workspace.draft(.add(new)), in: workspace, signing)
  }
}

struct PolicyRemove: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Sign a policy without a principal, or without a role or a key of one",
    discussion: """
      Verdicts of it that have not landed count no more. What has landed stays, and verify \
      says that its approver was withdrawn since.
      """)

  @Argument(help: "The principal's name")
  var name: String

  @Option(help: "Take this role only")
  var role: [Role] = []

  @Option(
    help: ArgumentHelp("Take this key only: its fingerprint, or type and base64", valueName: "key"))
  var key: String?

  @Option(
    help: ArgumentHelp("Take this name in CODEOWNERS from it only", valueName: "owner"))
  var owner: [String] = []

  @OptionGroup var signing: SigningOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    let removal = PolicyRequest.Removal(name: name, roles: Set(role), key: key, owners: owner)
    try await context.propose(try workspace.draft(.remove(removal)), in: workspace, signing)
  }
}

struct PolicyRenew: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "Sign the same policy until another day")

  @Option(
    help: ArgumentHelp(
      "The day on which it ends, as that day begins (00:00 UTC); by default in a year",
      valueName: "day"))
  var until: String?

  @OptionGroup var signing: SigningOptions

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let workspace = try context.workspace()
    try await context.propose(try workspace.draft(.renew(until: until)), in: workspace, signing)
  }
}
