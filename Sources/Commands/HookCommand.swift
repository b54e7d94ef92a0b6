import ArgumentParser

/// What the scripts of `git o8 hooks install` call; people do not.
struct HookCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Answer a hook of git", shouldDisplay: false,
    subcommands: [
      HookReferenceTransaction.self, HookPreMergeCommit.self, HookPrePush.self,
      HookPreReceive.self,
    ])

  @OptionGroup var globals: GlobalOptions
}
