import ArgumentParser

/// The program: its commands, and what it says where none is named.
struct GitO8: CommandGroup {
  static let configuration = CommandConfiguration(
    commandName: "git-o8",
    abstract: "Keeps the work of coding agents in order, inside the repository it is about.",
    version: "git-o8 0.1.0-dev",
    subcommands: [
      Init.self,
      Uninstall.self,
      TourCommand.self,
      Dispatch.self,
      Adopt.self,
      StatusCommand.self,
      ListCommand.self,
      ShowCommand.self,
      LogCommand.self,
      DiffCommand.self,
      ArtifactsCommand.self,
      Wait.self,
      AnswerCommand.self,
      Steer.self,
      Interrupt.self,
      Resume.self,
      Retry.self,
      Cancel.self,
      Edit.self,
      GateCommand.self,
      InboxCommand.self,
      VerdictCommand.self,
      Merge.self,
      ForceCommand.self,
      LedgerCommand.self,
      TraceCommand.self,
      SyncCommand.self,
      Reconcile.self,
      Verify.self,
      PolicyCommands.self,
      Hooks.self,
      Question.self,
      Report.self,
      Observe.self,
      Propose.self,
      RuntimesCommand.self,
      Config.self,
      DoctorCommand.self,
      HookCommand.self,
      LaneCommands.self,
      ManualCommand.self,
    ])

  @OptionGroup var globals: GlobalOptions
}
