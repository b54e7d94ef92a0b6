/// A manifest's word for a line that means trouble in the output of a program that speaks no
/// protocol.
///
/// Agents' prose comes on the same output, so a pattern should be one that only the program itself
/// writes, from the line's beginning on: `^litellm.AuthenticationError`.
public struct FailurePattern: Hashable, Sendable {
  public let kind: Failure
  let pattern: TextPattern

  /// Longer than any line's beginning that tells a thing.
  public static let lengthLimit = 200

  /// Takes a text in which `*` stands for anything and a leading `^` for the line's beginning;
  /// small and large letters are one.
  public init?(_ kind: Failure, _ text: String) {
    guard text.utf8.count <= Self.lengthLimit, let pattern = TextPattern(text) else { return nil }
    self.kind = kind
    self.pattern = pattern
  }
}
