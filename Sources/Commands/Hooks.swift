import ArgumentParser

/// The commands on hooks.
struct Hooks: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "hooks",
    abstract: "Install, see and remove the hooks of o8",
    subcommands: [
      HooksInstall.self, HooksStatus.self, HooksUninstall.self, HooksCI.self,
    ])

  @OptionGroup var globals: GlobalOptions
}
