import ArgumentParser

/// The program: its commands, and what it says where none is named.
struct GitO8: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "git-o8",
    abstract: "Keeps the work of coding agents in order, inside the repository it is about.",
    discussion: """
      This version has only what is listed here: it does not yet dispatch, judge or land \
      anything, and protects no branch.
      """,
    version: "git-o8 0.1.0-dev",
    subcommands: [Hooks.self, PolicyCommands.self, VerdictCommand.self, Config.self])

  @OptionGroup var globals: GlobalOptions
}
