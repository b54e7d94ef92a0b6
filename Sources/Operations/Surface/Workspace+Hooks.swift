import Git
import Hooks

/// How one hook stands.
public struct HookStanding: Hashable, Sendable {
  public let name: String
  public let state: HookReport.State
}

/// How all hooks stand, as an operator sees it.
public struct HookOverview: Hashable, Sendable {
  /// Where they belong.
  public let directory: String
  /// In the order in which git asks them on a merge.
  public let hooks: [HookStanding]
}

extension Workspace {
  private var hooks: HookInstaller { HookInstaller(location, program: program) }

  public func hookOverview() async throws -> HookOverview {
    // The hooks' own states do not depend on what is protected.
    let report = try await hooks.status(protecting: [])
    let order: [HookScript] = [.preMergeCommit, .referenceTransaction, .prePush]
    return HookOverview(
      directory: report.directory,
      hooks: order.compactMap { script in
        report.states[script].map { HookStanding(name: script.name, state: $0) }
      })
  }

  /// Takes the hooks out again and returns a sentence on each thing that could not be put back.
  public func uninstallHooks() throws -> [String] {
    try hooks.uninstall()
  }
}
