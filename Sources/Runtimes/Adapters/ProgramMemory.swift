/// What is known of the programs on this machine.
public struct ProgramMemory: Sendable {
  public init() {}

  /// Whether this program, as it is now, is known to take a word.
  func accepts(_ word: String, of program: String, in environment: [String: String]) -> Bool {
    false
  }
}
