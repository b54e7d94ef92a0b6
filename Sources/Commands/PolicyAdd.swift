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
  var key: String

  @Option(help: "The human behind it, where that is another name")
  var of: String?

  @OptionGroup var globals: GlobalOptions

  func run(in context: Context) async throws {
    let new = NewPrincipal(name: name, roles: Set(role), key: key, human: of)
    context.show(
      Answer(
        try await context.workspace().add(new, asking: context.asking)))
  }
}
