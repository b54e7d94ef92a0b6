/// What a kind of project lets us check.
public enum Check: String, CaseIterable, Hashable, Sendable {
  case build, typecheck, test

  /// A check that takes longer hangs, on any project that agents work on side by side.
  var timeoutSeconds: Int {
    switch self {
    case .build, .typecheck: 900
    case .test: 1800
    }
  }
}

/// One kind of project at the root, and how each check is run there.
public struct Detection: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    case command(String)
    /// Another check does it, or it makes no sense here; says which or why.
    case needless(String)
    /// The project says nothing of it.
    case absent(String)
  }

  /// Such as `swift`; it tells gates of one name apart.
  public var kind: String
  /// The file that gave it away.
  public var evidence: String
  /// The program that all commands need.
  public var program: String
  public var checks: [Check: Outcome]
  /// Commands that a fresh worktree needs first.
  public var setup: [String] = []
  /// Ignored paths that may be thrown away with a worktree.
  public var caches: [String] = []
}

/// A gate as it would stand in the policy.
public struct DetectedGate: Hashable, Sendable {
  public var name: String
  public var run: String
  public var timeoutSeconds: Int
  public var paths: [String]

  public init(name: String, run: String, timeoutSeconds: Int, paths: [String] = ["**"]) {
    self.name = name
    self.run = run
    self.timeoutSeconds = timeoutSeconds
    self.paths = paths
  }
}
