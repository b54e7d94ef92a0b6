import Git
import Model

extension HookCall {
  /// Starts packets that wait for others to land, after something landed here or a remote's branch
  /// was seen to move: pushing is what makes a landing final, and no command of o8's sees it.
  public func startWhatWaited(
    for input: [UInt8], isLanding: Bool, by program: String
  ) throws {
    let isRemotes = try Self.lines(of: input).contains { $0.name.hasPrefix("refs/remotes/") }
    guard isLanding || isRemotes else { return }
    let location = try repository().location
    // A lane is no part of the git that runs this hook.
    let own = Set(Program.repositoryVariables + ["GIT_REFLOG_ACTION", "GIT_EXEC_PATH"])
    let workspace = Workspace(
      location: location, program: program,
      environment: environment.filter { !own.contains($0.key) },
      now: now)
    try workspace.startQueuedLanes()
  }
}
