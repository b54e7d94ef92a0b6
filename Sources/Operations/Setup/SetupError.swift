/// Why setting up, or taking it back, stopped: what was attempted, on what, and what to do next.
public struct SetupError: Error, Hashable, Sendable {
  /// The act as a bare verb phrase: `write hook`.
  public let attempted: String
  public let subject: String
  public let detail: String
  public let hint: String

  public init(_ attempted: String, on subject: String, _ detail: String, hint: String) {
    self.attempted = attempted
    self.subject = subject
    self.detail = detail
    self.hint = hint
  }
}

extension SetupError: CustomStringConvertible {
  public var description: String { "cannot \(attempted) \(subject): \(detail)" }
}
