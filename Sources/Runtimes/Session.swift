/// An agent CLI's own name for one of its conversations.
public struct SessionID: Hashable, Sendable {
  public let text: String

  /// No CLI's identifier comes near this; a longer one is an attack or a mistake.
  public static let lengthLimit = 200

  /// Takes printable ASCII without white space and slashes that does not start with a dash or a
  /// point, so that it can neither be an option or a path nor break a line.
  public init?(_ text: some StringProtocol) {
    guard (1...Self.lengthLimit).contains(text.utf8.count), !text.hasPrefix("-"),
      !text.hasPrefix("."),
      text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "/") })
    else { return nil }
    self.text = String(text)
  }
}

extension SessionID {
  /// A fresh one in the form that most CLIs ask for: a random UUID in lower case.
  public static func fresh() -> SessionID {
    var random = SystemRandomNumberGenerator()
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    let hex = bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    let parts = [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]]
    return SessionID(parts.map { $0.joined() }.joined(separator: "-"))!
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
