/// A path or branch pattern: `*` and `?` within a component, `**` across components, a pattern
/// without a slash at any depth.
public struct Pattern: Hashable, Sendable {
  public let text: String

  public static let byteLimit = 4096

  /// Refuses the empty pattern, control characters, and what is longer than the limit.
  public init?(_ text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.count <= Self.byteLimit,
      text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
    else { return nil }
    self.text = String(text)
  }
}
