/// Why something an operator asked for did not happen, as every surface says it.
public struct Problem: Error, Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// It was asked for in a way that means nothing.
    case usage
    /// Git, the disk, a runtime or the network is not as it has to be.
    case environment
    /// The policy, a gate or a role says no.
    case refused
    case noSuchThing
    /// Somebody was first, or what was looked at has changed: look again.
    case stale
    case timeout
    /// Ours.
    case bug
  }

  public var kind: Kind
  /// What was attempted, on what, and why it failed.
  public var message: String
  /// What to do next, where that is known.
  public var hint: String?

  public init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
