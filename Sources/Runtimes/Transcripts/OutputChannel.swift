/// Which of a program's outputs a line came from.
public enum OutputChannel: String, Hashable, Sendable {
  /// Standard output, or both where they share a pipe.
  case standard
  case error
}
