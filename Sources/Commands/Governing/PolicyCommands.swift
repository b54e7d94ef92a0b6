import ArgumentParser

struct PolicyCommands: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "See, change, sign and check the policy",
    subcommands: [
      PolicyShow.self, PolicyEdit.self, PolicyAdd.self, PolicyRemove.self, PolicyRenew.self,
      PolicySign.self, PolicyCheckCommand.self,
    ])

  @OptionGroup var globals: GlobalOptions
}
