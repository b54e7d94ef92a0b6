import ArgumentParser

struct PolicyCommands: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "See, change and check the policy",
    subcommands: [PolicyShow.self, PolicyAdd.self, PolicyCheckCommand.self])

  @OptionGroup var globals: GlobalOptions
}
