import Hooks
public import Model

/// Whose hooks they are.
public enum HookRole: Hashable, Sendable {
  /// Of a repository that people work in.
  case clone
  /// Of one that is pushed to, with the id of the repository that it is for.
  case server(ObjectID)

  var scripts: [HookScript] {
    switch self {
    case .clone: HookScript.ofClones
    case .server: HookScript.ofServers
    }
  }
}

extension HookRole {
  /// The role that the configuration of a repository says it has.
  init(in configuration: ConfigFile) throws(SetupError) {
    self = ConfigBlock(in: try configuration.read()).server.map(HookRole.server) ?? .clone
  }
}
