import ArgumentParser

/// The commands on hooks. Installing them waits for the judge that they ask.
struct Hooks: CommandGroup {
  static let configuration = CommandConfiguration(
    abstract: "See and remove the hooks of o8",
    subcommands: [HooksStatus.self, HooksUninstall.self])

  @OptionGroup var globals: GlobalOptions
}
