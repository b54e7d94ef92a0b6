/// Why a key could not be made, read or used: what was attempted, on what, and what to do next.
public struct SigningError: Error, Hashable, Sendable {
  public let kind: Kind
  public let attempted: String
  public let subject: String
  public let detail: String
  public let hint: String

  public enum Kind: Hashable, Sendable {
    /// `user.signingKey` names an OpenPGP key or a certificate: o8 needs another key.
    case notSSH
    /// There is no such file, or nothing that could sign for a public key.
    case missing
    /// A type or size of key that o8 does not verify.
    case unsupported
    /// The system or `ssh-keygen` failed.
    case failed
  }

  public init(
    _ attempted: String, _ subject: String, _ detail: String, hint: String, kind: Kind = .failed
  ) {
    self.kind = kind
    self.attempted = attempted
    self.subject = subject
    self.detail = detail
    self.hint = hint
  }
}

extension SigningError: CustomStringConvertible {
  public var description: String { "cannot \(attempted) \(subject): \(detail); \(hint)" }
}
