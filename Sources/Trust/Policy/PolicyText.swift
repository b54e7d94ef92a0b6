public import Model

/// The two attachments that say what a policy is: `policy.yml` and `allowed_signers`.
public struct PolicyText: Hashable, Sendable {
  public let policy: [UInt8]
  public let signers: [UInt8]

  /// What somebody could still read; a policy of a thousand principals takes half of it.
  public static let byteLimit = 256 * 1024
  /// YAML reads no key beyond 1024 characters on a line, and in quotes each may take two.
  static let keyByteLimit = 400

  public init(policy: [UInt8], signers: [UInt8]) {
    self.policy = policy
    self.signers = signers
  }

  /// The policy that the two texts say, or the first place at which they do not say one.
  public func parsed() throws(PolicyTextError) -> Policy {
    var policy = try PolicyReader.policy(try PolicySource(self.policy).root())
    for (index, entry) in try AllowedSigners(signers).entries.enumerated() {
      guard policy.principals[entry.name] != nil else {
        throw PolicyTextError(
          .signers, line: index + 1, column: 1,
          "\(entry.name) has a key here but is not among the principals of policy.yml")
      }
      policy.principals[entry.name]?.keys.append(entry.key)
    }
    return policy
  }
}
