/// Where and why a text of the policy is refused.
public struct PolicyTextError: Error, Hashable, Sendable {
  public let file: File
  /// Counted from one.
  public let line: Int
  /// Counted from one, in Unicode scalars.
  public let column: Int
  public let message: String

  public enum File: String, Hashable, Sendable {
    case policy = "policy.yml"
    case signers = "allowed_signers"
  }

  public init(_ file: File, line: Int, column: Int, _ message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
}

extension PolicyTextError: CustomStringConvertible {
  public var description: String { "\(file.rawValue):\(line):\(column): \(message)" }
}
