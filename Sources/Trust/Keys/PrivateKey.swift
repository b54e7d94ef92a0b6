import Crypto
public import Model

/// An Ed25519 private key, as a file of OpenSSH holds it without a passphrase.
public struct PrivateKey: Sendable {
  public let publicKey: SigningKey
  public let comment: String

  private let secret: Curve25519.Signing.PrivateKey

  public init(comment: String) throws(SignatureError) {
    try self.init(secret: Curve25519.Signing.PrivateKey(), comment: comment)
  }

  init(
    secret: Curve25519.Signing.PrivateKey, comment: String
  ) throws(SignatureError) {
    self.secret = secret
    self.comment = comment
    publicKey = try SigningKey(wire: Self.wire(of: secret))
  }

  /// The signature of `message` that `ssh-keygen -Y sign -n o8` makes with this key.
  public func sign(_ message: [UInt8]) throws(SignatureError) -> SSHSignature {
    let signed = SSHSignature.signedBytes(of: message, hash: .sha512)
    guard let signature = try? secret.signature(for: signed) else {
      throw .malformed("the private key cannot sign")
    }
    return try SSHSignature(ed25519: Array(signature), keyWire: Self.wire(of: secret))
  }

  static func wire(of secret: Curve25519.Signing.PrivateKey) -> [UInt8] {
    var writer = WireWriter()
    writer.string(KeyType.ed25519.rawValue)
    writer.string(Array(secret.publicKey.rawRepresentation))
    return writer.bytes
  }

  var seed: [UInt8] { Array(secret.rawRepresentation) }
}
