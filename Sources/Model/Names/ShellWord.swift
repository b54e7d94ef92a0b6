/// Texts as words of `sh`.
public enum ShellWord {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,".utf8)

  /// `text` as one word, in quotes where it needs them.
  public static func quoted(_ text: String) -> String {
    !text.isEmpty && text.utf8.allSatisfy(plain.contains) ? text : alwaysQuoted(text)
  }

  /// `text` as one word, in quotes.
  public static func alwaysQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
