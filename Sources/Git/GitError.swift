/// What git or libgit2 refused, said so that a person knows what to look at.
public struct GitError: Error, Sendable, Equatable {
  public enum Code: Sendable, Equatable {
    case notFound
    case exists
    case modified
    case locked
    case ambiguous
    case invalidName
    case corrupt
    case tooLarge
    case notARepository
    case notOwned
    case unsupported
    case bare
    case unborn
    case readOnly
    case diskFull
    case conflict
    case programMissing
    case programTooOld
    case programFailed(exit: Int32)
    case timedOut
    case other
  }

  public let code: Code
  /// The act as a bare verb phrase: `read blob`.
  public let attempted: String
  /// What it was done to: an id, a reference, a path.
  public let subject: String
  /// The message of libgit2, of the program, or ours where neither says why.
  public let detail: String

  public init(_ code: Code, _ attempted: String, on subject: String, _ detail: String) {
    self.code = code
    self.attempted = attempted
    self.subject = subject
    self.detail = detail
  }

  /// Whether another writer got there before us, so that reading again and retrying is right.
  public var meansSomeoneWasFirst: Bool {
    switch code {
    case .modified, .exists, .locked: true
    default: false
    }
  }
}

extension GitError: CustomStringConvertible {
  public var description: String {
    subject.isEmpty ? "cannot \(attempted): \(detail)" : "cannot \(attempted) \(subject): \(detail)"
  }
}
