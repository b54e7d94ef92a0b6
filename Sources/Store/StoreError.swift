/// Why the store did not write or join.
public struct StoreError: Error, Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    /// Others kept moving the reference.
    case contention
    /// A lock stayed on the reference all the time.
    case locked
    /// The repository has no policy yet, so nothing can name it.
    case noIdentity
    /// A chain holds what no chain may hold.
    case quarantined
    /// A draft that no reader would take.
    case invalid
  }

  public let code: Code
  public let attempted: String
  public let subject: String
  public let detail: String

  init(_ code: Code, _ attempted: String, on subject: String, _ detail: String) {
    self.code = code
    self.attempted = attempted
    self.subject = subject
    self.detail = detail
  }
}

extension StoreError: CustomStringConvertible {
  public var description: String { "cannot \(attempted) \(subject): \(detail)" }
}
