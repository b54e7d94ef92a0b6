/// Why something may not happen to a packet now, said so that a person knows what to do next.
public struct Refusal: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The packet is closed; nothing reopens it.
    case closed
    /// Not from the state it is in.
    case state
    /// It speaks of an attempt that is not the current one.
    case attempt
    /// It speaks of a head, base or tree that is not the current one.
    case stale
    /// It would change nothing, or repeat what was said.
    case repeated
    case attemptsUsedUp
    /// It is not signed by somebody who may say so.
    case authority
    /// What it says cannot be read or means nothing here.
    case meaningless
  }

  public let kind: Kind
  /// One sentence without a full stop.
  public let reason: String
  /// What to do next, nil where there is nothing to do.
  public let hint: String?

  public init(_ kind: Kind, _ reason: String, hint: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.hint = hint
  }
}

extension Refusal: CustomStringConvertible {
  public var description: String { reason }
}
