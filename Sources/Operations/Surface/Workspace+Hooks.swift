import Git
import Hooks
import Model
import Trust

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
    HookOverview(try await hooks.status(protecting: []))
  }

  /// Puts the hooks in front of the user's own, or mends them, and returns how they stand and a
  /// sentence on each thing that was kept or could not be done. Throws `NotGoverned` where no
  /// policy says what is protected.
  public func installHooks() async throws -> (overview: HookOverview, notes: [String]) {
    let report = try await hooks.install(protecting: try governed().policy.protected)
    return (HookOverview(report), report.notes)
  }

  /// Tells the hooks what is protected now, where they are installed.
  func tellHooks(of policy: Policy) async throws {
    guard try await hookOverview().hooks.contains(where: { $0.state.isInForce }) else {
      return
    }
    try await hooks.update(protecting: policy.protected)
  }

  /// Takes the hooks out again and returns a sentence on each thing that could not be put back.
  public func uninstallHooks() throws -> [String] {
    try hooks.uninstall()
  }
}

extension HookOverview {
  fileprivate init(_ report: HookReport) {
    let order: [HookScript] = [.preMergeCommit, .referenceTransaction, .prePush]
    self.init(
      directory: report.directory,
      hooks: order.compactMap { script in
        report.states[script].map { HookStanding(name: script.name, state: $0) }
      })
  }
}
