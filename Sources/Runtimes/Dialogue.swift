/// The talk with a program over its standard input while it works, as a value: it writes and reads
/// nothing itself.
///
/// Standard input stays open until `isOver`. What a program writes reaches this as lines of its
/// standard output; one that is longer than `Dialogues.lineBytes` is not heard.
public protocol Dialogue: Sendable {
  /// What is said as the program starts.
  mutating func begin() -> [UInt8]

  /// What is said in answer to a line, which comes without its newline.
  mutating func hear(_ line: ArraySlice<UInt8>) -> [UInt8]

  /// What hands a message to the running program; nil where it can take none now.
  mutating func steer(_ text: String) -> [UInt8]?

  /// What ends the turn and keeps the conversation; nil where only a signal does.
  mutating func interrupt() -> [UInt8]?

  /// Whether nothing more will be said, so that standard input can be closed.
  var isOver: Bool { get }

  /// How many of the messages it was steered with the program has taken up.
  var taken: Int { get }
}

/// What holds for the talks with all programs.
public enum Dialogues {
  /// What ends a turn or asks something is short; a tool's output that was read back is not.
  public static let lineBytes = 1 << 20
}
