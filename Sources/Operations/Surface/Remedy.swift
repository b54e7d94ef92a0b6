/// What to do about something: a command that can be run as it stands, words, or both.
public struct Remedy: Hashable, Sendable {
  /// For a shell; nil where a person has to decide or to fill in more than a name.
  public let command: String?
  /// What the command does, or what to do where there is none.
  public let words: String?

  private init(_ command: String?, _ words: String?) {
    self.command = command
    self.words = words
  }

  /// - Parameter effect: what it does, in words that follow it: `brings it back`.
  static func run(_ command: String, _ effect: String? = nil) -> Remedy {
    Remedy(command, effect)
  }

  static func words(_ words: String) -> Remedy { Remedy(nil, words) }

  /// The same as a sentence.
  public var text: String { [command, words].compactMap(\.self).joined(separator: " ") }
}
