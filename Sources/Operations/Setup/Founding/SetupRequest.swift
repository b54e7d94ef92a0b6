public import Model

/// What `init` is asked to do.
public struct SetupRequest: Hashable, Sendable {
  /// Names or patterns of branches to protect; where none is named, the main branch.
  public var protect: [String] = []
  /// Gates in place of those that the project's files suggest; nil to detect them.
  public var gates: [DetectedGate]?
  /// The key to sign with, as `o8.signingKey` is to name it; nil to find or make one.
  public var key: String?
  public var hooks = Hooks.install
  public var remotes = Remotes.ask
  public var asking = Asking.nobody

  public enum Hooks: Hashable, Sendable { case install, leave }

  /// Whether remotes are asked for a policy, or only what was fetched from them counts.
  public enum Remotes: Hashable, Sendable { case ask, offline }

  public init() {}
}

/// How a repository stands after `init`.
public struct SetupReport: Hashable, Sendable {
  public enum Beginning: Hashable, Sendable {
    /// The first policy was signed now.
    case founded
    /// The policy of this remote was taken over now.
    case joined(remote: String)
    /// There was one.
    case present
  }

  public struct Branch: Hashable, Sendable {
    public let name: ReferenceName
    /// Nil where this clone has no such branch.
    public let commit: ObjectID?
  }

  /// The repository's identity.
  public var repo: ObjectID
  public var beginning: Beginning
  /// Whether this clone has learned the identity now.
  public var isFirstUse: Bool
  /// The principal whose key it is, or what its holder is called.
  public var principal: PrincipalName
  public var roles: Set<Role>
  public var fingerprint: String
  public var keyOrigin: KeyOrigin
  /// The patterns of the policy, and why these, where they were chosen now.
  public var protected: [String]
  public var reason: String?
  public var branches: [Branch]
  public var gates: [DetectedGate]
  /// What the project's files said, where they were asked.
  public var findings: [String]
  /// Nil where they were to be left alone.
  public var hooks: HookOverview?
  public var configuration: [String]
  /// The command with which an owner makes this key a principal's; nil where it is one.
  public var enrolment: String?
  public var notes: [String]
}
