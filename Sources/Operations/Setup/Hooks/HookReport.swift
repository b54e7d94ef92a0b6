public import Hooks

/// How the hooks stand.
public struct HookReport: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    case installed
    case missing
    /// Ours, of another version, for another program or another chain.
    case outdated
    /// Somebody else's file stands in its place.
    case foreign
    /// Another tool took its place and runs it first.
    case chained
    /// It stands where it belongs, but git is led elsewhere by this configuration file.
    case shadowed(by: String)

    /// Whether git runs it.
    public var isInForce: Bool {
      switch self {
      case .installed, .chained: true
      case .missing, .outdated, .foreign, .shadowed: false
      }
    }
  }

  /// Where o8's hooks belong.
  public var directory: String
  /// Where the user's own are that they hand on to.
  public var userDirectory: String?
  public var states: [HookScript: State]
  /// Whether the script knows the protected branches as the policy has them.
  public var knowsProtected: Bool
  /// Sentences on what was kept, left or could not be put back.
  public var notes: [String] = []

  public var isComplete: Bool { knowsProtected && states.values.allSatisfy(\.isInForce) }
}
