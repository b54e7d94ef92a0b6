import Crypto
public import Model

/// A detached signature in OpenSSH's format (PROTOCOL.sshsig), made for o8.
///
/// What `ssh-keygen -Y sign -n o8` writes, and `ssh-keygen -Y verify -n o8` reads. Two signatures
/// are equal when their bytes are.
public struct SSHSignature: Sendable {
  public let publicKey: SigningKey
  /// The digest through which the message is signed.
  public let hash: Hash
  /// The binary form, without the armor.
  public let wire: [UInt8]

  private let key: VerifyingKey
  private let algorithm: SignatureAlgorithm
  private let signature: [UInt8]

  public enum Hash: String, Sendable {
    case sha256, sha512
  }

  /// The purpose that o8's signatures are bound to.
  public static let namespace = "o8"
  /// An RSA key of 8192 bits signs in 3.1 kB of armor; no accepted key needs more.
  public static let armorByteLimit = 8192
  /// The largest field is an RSA key of 8192 bits or a signature with it.
  static let fieldByteLimit = 2048

  private static let magic = Array("SSHSIG".utf8)
  private static let version: UInt32 = 1

  /// Reads the text that `ssh-keygen` writes and refuses any other spelling of it.
  public init(armored text: [UInt8]) throws(SignatureError) {
    try self.init(wire: try Armor.signature.open(text, limit: Self.armorByteLimit))
  }

  public init(wire: [UInt8]) throws(SignatureError) {
    var reader = WireReader(wire)
    guard try reader.bytes(Self.magic.count, "magic").elementsEqual(Self.magic) else {
      throw .malformed("it does not start with SSHSIG")
    }
    let version = try reader.number("version")
    guard version == Self.version else { throw .unsupportedVersion(version) }
    let keyWire = Array(try reader.string("key", limit: SigningKey.wireByteLimit))
    key = try VerifyingKey(wire: keyWire)
    let namespace = try reader.name("namespace")
    guard namespace == Self.namespace else { throw .wrongNamespace(namespace) }
    guard try reader.string("reserved field", limit: 0).isEmpty else {
      throw .malformed("the reserved field is not empty")
    }
    let hashName = try reader.name("hash")
    guard let hash = Hash(rawValue: hashName) else { throw .unsupportedHash(hashName) }
    let body = try reader.string("signature", limit: Self.fieldByteLimit)
    try reader.end("signature")

    var inner = WireReader(body)
    let name = try inner.name("signature algorithm")
    guard let algorithm = SignatureAlgorithm(rawValue: name) else {
      throw .unsupportedAlgorithm(name)
    }
    signature = try key.signature(
      try inner.string("signature", limit: Self.fieldByteLimit), by: algorithm)
    try inner.end("signature")
    self.hash = hash
    self.algorithm = algorithm
    self.wire = wire
    publicKey = SigningKey(
      type: key.type.rawValue, base64: String(decoding: Base64.encode(keyWire), as: UTF8.self))
  }

  /// Whether the key named in the signature signed exactly `message`. Whose key that is, the
  /// policy says.
  public func verifies(_ message: [UInt8]) -> Bool {
    key.isValid(signature, by: algorithm, over: Self.signedBytes(of: message, hash: hash))
  }

  /// The text that `ssh-keygen` would have written.
  public var armored: [UInt8] { Armor.signature.close(wire) }
}

extension SSHSignature: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.wire == right.wire }
  public func hash(into hasher: inout Hasher) { hasher.combine(wire) }
}

extension SSHSignature {
  /// Puts an Ed25519 signature of `signedBytes` into the format.
  init(ed25519 signature: some Collection<UInt8>, keyWire: [UInt8]) throws(SignatureError) {
    var inner = WireWriter()
    inner.string(SignatureAlgorithm.ed25519.rawValue)
    inner.string(signature)
    var writer = WireWriter()
    writer.raw(Self.magic)
    writer.number(Self.version)
    writer.string(keyWire)
    writer.string(Self.namespace)
    writer.string("")
    writer.string(Hash.sha512.rawValue)
    writer.string(inner.bytes)
    try self.init(wire: writer.bytes)
  }

  /// What the key really signs: the message's digest with its purpose.
  static func signedBytes(of message: [UInt8], hash: Hash) -> [UInt8] {
    var writer = WireWriter()
    writer.raw(magic)
    writer.string(namespace)
    writer.string("")
    writer.string(hash.rawValue)
    switch hash {
    case .sha256: writer.string(Array(SHA256.hash(data: message)))
    case .sha512: writer.string(Array(SHA512.hash(data: message)))
    }
    return writer.bytes
  }
}
