/// How long the program of an agent may be silent before it is ended, in seconds; commands of the
/// `exec` runtime are their authors' own affair.
public struct AgentPatience: Hashable, Sendable {
  /// Until its first word: what it asks on a screen or in a dialog, nobody sees.
  public var firstWordSeconds = 180
  /// Afterwards: each CLI known can go silent for ever, and none says so. Tools of theirs run for
  /// up to ten minutes without a word.
  public var silenceSeconds = 900

  /// A day, as the longest that a worker may take.
  private static let secondsMost = 86_400

  public init() {}

  /// The seconds that a setting names; nil where it names none.
  public static func seconds(_ text: String) -> Int? {
    Int(text).flatMap { (1...secondsMost).contains($0) ? $0 : nil }
  }

  /// What such a setting is to be.
  public static let wanted = "it is a number of seconds from 1 to \(secondsMost)"
}
