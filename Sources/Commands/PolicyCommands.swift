import ArgumentParser

struct PolicyCommands: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Check the text of a policy",
    subcommands: [PolicyCheckCommand.self])

  @OptionGroup var globals: GlobalOptions
}
