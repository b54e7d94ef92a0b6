/// Why bytes are no key or signature that o8 can judge.
public enum SignatureError: Error, Hashable, Sendable {
  /// The text is not what `ssh-keygen` writes for the same content, byte for byte.
  case notCanonical(String)
  /// The bytes end early, go on too long, or say something impossible.
  case malformed(String)
  /// Another version of the signature format than 1.
  case unsupportedVersion(UInt32)
  /// A signature that was made for another purpose than o8.
  case wrongNamespace(String)
  /// A message digest other than SHA-256 and SHA-512.
  case unsupportedHash(String)
  /// A way of signing that the key's type does not have, or SHA-1.
  case unsupportedAlgorithm(String)
  /// A key type by its name, such as a certificate or a key on a security token.
  case unsupportedKey(String)
  /// An RSA key whose modulus has this many bits.
  case weakKey(bits: Int)
}

extension SignatureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notCanonical(let what): "not in the form that ssh-keygen writes: \(what)"
    case .malformed(let what): what
    case .unsupportedVersion(let version):
      "signature format version \(version) is unknown; o8 reads version 1"
    case .wrongNamespace(let name):
      "the signature was made for the namespace '\(name)', not for '\(SSHSignature.namespace)'"
    case .unsupportedHash(let name):
      "the message digest '\(name)' is not accepted; sign with sha512 or sha256"
    case .unsupportedAlgorithm(let name):
      "the signature algorithm '\(name)' is not accepted for this key"
    case .unsupportedKey(let type): Self.refusal(of: type)
    case .weakKey(let bits):
      "the RSA key has \(bits) bits; o8 accepts \(KeyType.rsaBits.lowerBound)"
        + " to \(KeyType.rsaBits.upperBound)"
    }
  }

  private static func refusal(of type: String) -> String {
    if type.contains("-cert-v") {
      return "certificates such as '\(type)' are not accepted; use the plain key"
    }
    if type.hasPrefix("sk-") {
      return "security keys such as '\(type)' are not supported yet; use an ssh-ed25519 key"
    }
    return "the key type '\(type)' is not supported; use an ssh-ed25519 key"
  }
}
