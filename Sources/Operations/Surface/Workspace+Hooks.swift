import Git
import Hooks
public import Model
import Store
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
  /// Of a server, the repository that it is for.
  public let repository: ObjectID?
}

extension Workspace {
  private func hooks(_ role: HookRole) -> HookInstaller {
    HookInstaller(location, program: program, as: role)
  }

  private var configuration: ConfigFile { ConfigFile(commonDirectory: location.commonDirectory) }

  public func hookOverview() async throws -> HookOverview {
    let role = try HookRole(in: configuration)
    // The hooks' own states do not depend on what is protected.
    return HookOverview(try await hooks(role).status(protecting: []), role)
  }

  /// Puts the hooks in front of the user's own, or mends them, and returns how they stand and a
  /// sentence on each thing that was kept or could not be done. Throws `NotGoverned` where no
  /// policy says what is protected.
  public func installHooks() async throws -> (overview: HookOverview, notes: [String]) {
    let report = try await hooks(.clone).install(protecting: try governed().policy.protected)
    return (HookOverview(report, .clone), report.notes)
  }

  /// Tells the hooks what is protected now, where they are installed.
  func tellHooks(of policy: Policy) async throws {
    // A server's hook asks nobody which branches are protected.
    let report = try await hooks(.clone).status(protecting: [])
    guard report.states.values.contains(where: \.isInForce) else { return }
    try await hooks(.clone).update(protecting: policy.protected)
  }

  /// Takes the hooks out again, and a server's settings, and returns a sentence on each thing
  /// that could not be put back.
  public func uninstallHooks() throws -> [String] {
    try hooks(.clone).uninstall()
  }
}

extension Workspace {
  /// Has this bare repository judge what is pushed to it, as a server for the repository `id`;
  /// the same when it is done twice. The policy may come with the first push.
  public func installServerHooks(
    for id: String
  ) async throws -> (overview: HookOverview, notes: [String]) {
    let repository = try Repository(location)
    guard let identity = ObjectID(id) else {
      throw Problem(
        .usage, "cannot make this a server for '\(id)': it is no repository's id",
        hint: "git o8 policy show prints the 40 digits in a clone that you trust")
    }
    guard location.isBare else {
      throw Problem(
        .environment, "cannot make \(location.directory) a server: it has a work tree",
        hint: "git clone --bare makes a repository to push to")
    }
    try check(identity, against: repository)
    let role = HookRole.server(identity)
    let report = try await hooks(role).install(protecting: [])
    var notes = report.notes
    if try repository.target(of: Layout.policy) == nil {
      notes.append(
        "no policy is here yet, and nothing else may be pushed before it: "
          + "git push --atomic REMOTE 'refs/o8/*:refs/o8/*' BRANCH")
    }
    return (HookOverview(report, role), notes)
  }

  /// Throws where the repository is known to be another.
  private func check(_ identity: ObjectID, against repository: Repository) throws {
    if case .server(let other) = try HookRole(in: configuration), other != identity {
      throw Problem(
        .refused, "this server is for the repository \(other)",
        hint: "git o8 hooks uninstall ends that")
    }
    guard try repository.target(of: Layout.policy) != nil else { return }
    let found = try GovernedRepository(repository).policies.repo
    guard found == identity else {
      throw Problem(
        .refused, "the policy here begins with \(found), which is not \(identity)",
        hint: "compare the id with git o8 policy show in a clone that you trust")
    }
  }
}

extension HookOverview {
  fileprivate init(_ report: HookReport, _ role: HookRole) {
    let repository: ObjectID? = if case .server(let id) = role { id } else { nil }
    self.init(
      directory: report.directory,
      hooks: role.scripts.compactMap { script in
        report.states[script].map { HookStanding(name: script.name, state: $0) }
      }, repository: repository)
  }
}
