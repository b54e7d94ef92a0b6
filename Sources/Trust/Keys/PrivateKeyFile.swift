import Crypto
import Model

/// What a file of OpenSSH's private key format (PROTOCOL.key) holds.
enum PrivateKeyFile: Sendable {
  /// An Ed25519 key that needs no passphrase: o8 signs with it by itself.
  case usable(PrivateKey)
  /// A key behind a passphrase or of another type: `ssh-keygen` signs with it.
  case foreign(SigningKey, Lock)

  enum Lock: Hashable {
    case none, passphrase
  }

  /// An RSA key of 16384 bits takes 13 kB, the largest that `ssh-keygen` makes.
  static let byteLimit = 32 * 1024

  private static let magic = Array("openssh-key-v1\0".utf8)
  private static let blockByteCount = 8

  static func isStart(of text: [UInt8]) -> Bool { Armor.privateKey.isStart(of: text) }

  init(_ text: [UInt8]) throws(SignatureError) {
    var reader = WireReader(try Armor.privateKey.content(of: text, limit: Self.byteLimit))
    guard try reader.bytes(Self.magic.count, "magic").elementsEqual(Self.magic) else {
      throw .malformed("it does not start with openssh-key-v1")
    }
    let cipher = try reader.name("cipher")
    let derivation = try reader.name("key derivation")
    _ = try reader.string("key derivation options", limit: 1024)
    guard try reader.number("number of keys") == 1 else {
      throw .malformed("it holds more than one key")
    }
    let publicWire = Array(try reader.string("public key", limit: SigningKey.wireByteLimit))
    let body = Array(try reader.string("private key", limit: Self.byteLimit))
    let publicKey = try SigningKey(wire: publicWire)
    guard cipher == "none", derivation == "none", publicKey.type == KeyType.ed25519.rawValue
    else {
      self = .foreign(publicKey, cipher == "none" ? .none : .passphrase)
      return
    }
    try reader.end("private key")
    let key = try Self.ed25519(body)
    guard key.publicKey == publicKey else {
      throw .malformed("its public and private halves do not belong together")
    }
    self = .usable(key)
  }

  private static func ed25519(_ body: [UInt8]) throws(SignatureError) -> PrivateKey {
    var reader = WireReader(body)
    guard try reader.number("check") == reader.number("check") else {
      throw .malformed("its private half is damaged")
    }
    guard try reader.name("key type") == KeyType.ed25519.rawValue else {
      throw .malformed("its private half is of another type")
    }
    let point = try reader.string("key", limit: 32)
    let pair = try reader.string("key pair", limit: 64)
    let comment = try reader.string("comment", limit: 1024)
    guard pair.count == 64, pair.suffix(32).elementsEqual(point),
      let secret = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(pair.prefix(32))),
      secret.publicKey.rawRepresentation.elementsEqual(point)
    else { throw .malformed("its private half is damaged") }
    var filler: UInt8 = 0
    while !reader.isAtEnd {
      filler += 1
      guard filler < blockByteCount, try reader.bytes(1, "padding").first == filler else {
        throw .malformed("its padding is damaged")
      }
    }
    return try PrivateKey(secret: secret, comment: String(decoding: comment, as: UTF8.self))
  }

  /// The file that holds `key` without a passphrase. `check` is any number; OpenSSH writes it
  /// twice to tell a wrong passphrase.
  static func text(for key: PrivateKey, check: UInt32) -> [UInt8] {
    let publicWire = Base64.decode(key.publicKey.base64.utf8) ?? []
    let point = publicWire.suffix(32)
    var body = WireWriter()
    body.number(check)
    body.number(check)
    body.string(KeyType.ed25519.rawValue)
    body.string(point)
    body.string(key.seed + point)
    body.string(key.comment)
    var filler: UInt8 = 0
    while !body.bytes.count.isMultiple(of: blockByteCount) {
      filler += 1
      body.raw([filler])
    }
    var writer = WireWriter()
    writer.raw(magic)
    writer.string("none")
    writer.string("none")
    writer.string("")
    writer.number(1)
    writer.string(publicWire)
    writer.string(body.bytes)
    return Armor.privateKey.close(writer.bytes)
  }
}
