/// An agent CLI's own name for one of its conversations.
public struct SessionID: Hashable, Sendable {
  public let text: String

  /// No CLI's identifier comes near this; a longer one is an attack or a mistake.
  public static let lengthLimit = 200

  /// Takes printable ASCII without white space that does not start with a dash, so that it can
  /// neither be an option nor break a line.
  public init?(_ text: some StringProtocol) {
    guard (1...Self.lengthLimit).contains(text.utf8.count), !text.hasPrefix("-"),
      text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else { return nil }
    self.text = String(text)
  }
}

extension SessionID: CustomStringConvertible {
  public var description: String { text }
}

/// A conversation, and whose it is.
public enum SessionReference: Hashable, Sendable {
  /// Started by a lane. The CLI may not have told its id yet, or have none.
  case owned(SessionID?)
  /// The user's own: it is read, never steered or interrupted.
  case discovered(SessionID)
}
