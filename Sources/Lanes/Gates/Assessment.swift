public import Git
public import Model

/// What the gates and the static rules say of a head, judged as the merge with its base.
public struct Assessment: Sendable {
  public let base: ObjectID
  public let head: ObjectID
  public let result: Result

  public enum Result: Sendable {
    case conflict(MergeConflict)
    case judged(Judged)
  }

  public struct Judged: Sendable {
    /// The tree that would land.
    public let tree: ObjectID
    /// What it changes.
    public let paths: [String]
    public let findings: [StaticFinding]
    public let gates: [CommandGateResult]
    /// Gates that need not run: known to be green on this very tree, or about other paths.
    public let spared: [String]

    /// Static findings that forbid to go on.
    public var errors: [StaticFinding] { findings.filter { $0.severity == .error } }
  }

  /// Whether the result may lie before reviewers.
  public var isGreen: Bool {
    switch result {
    case .conflict: false
    case .judged(let judged): judged.errors.isEmpty && judged.gates.allSatisfy(\.passed)
    }
  }
}

/// Judges heads on what would land, in worktrees of its own.
public struct GateBench: Sendable {
  public let repository: RepositoryLocation
  public let policy: Policy
  /// The packet's path patterns; empty means everywhere.
  public var scope: [Pattern]
  /// Gates that run whatever paths change, by name.
  public var always: Set<String> = []
  /// Where output is shown while it comes.
  public var spool: SpoolWriter?
  public var graces = StopGraces()
  /// What each gate and set-up step may take of the machine.
  public var resources = ResourceLimits()
  /// A lock's descriptor that is held until nothing of the gates is left.
  public var heldLock: Int32?
  /// Makes the cage in which gates and set-up steps run; nil for none.
  public var cages: CageMaker?
  /// A directory outside the repository that holds the gates' worktrees.
  public let worktrees: String
  /// What the gates' commands get, scrubbed.
  public let environment: [String: String]
  /// Whether a gate is known to be green on a tree, so that it need not run again.
  public var isKnownGreen: @Sendable (Gate, ObjectID) -> Bool = { _, _ in false }

  /// Seconds that all set-up steps may take, each: they fetch and build dependencies.
  public static let setupSeconds = 1800

  public init(
    repository: RepositoryLocation, policy: Policy, scope: [Pattern] = [], worktrees: String,
    environment: [String: String]
  ) {
    self.repository = repository
    self.policy = policy
    self.scope = scope
    self.worktrees = worktrees
    self.environment = environment
  }
}
