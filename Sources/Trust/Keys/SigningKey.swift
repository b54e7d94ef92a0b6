import Crypto
public import Model

extension SigningKey {
  /// An RSA key of 8192 bits takes 1.4 kB; nothing accepted is larger.
  public static let wireByteLimit = 2048

  /// The key whose wire form is `wire`, checked to be a valid key of a type that o8 accepts.
  public init(wire: [UInt8]) throws(SignatureError) {
    let key = try VerifyingKey(wire: wire)
    self.init(
      type: key.type.rawValue, base64: String(decoding: Base64.encode(wire), as: UTF8.self))
  }

  /// The key of a `.pub` file's line, `TYPE BASE64 [COMMENT]`.
  public init(publicLine line: some StringProtocol) throws(SignatureError) {
    let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
    guard words.count >= 2 else { throw .malformed("a public key reads 'TYPE BASE64'") }
    try self.init(checking: String(words[0]), String(words[1]))
  }

  /// The key that a type and a base64 text spell, if they agree and the key is acceptable.
  public init(checking type: String, _ base64: String) throws(SignatureError) {
    _ = try KeyType(named: type)
    guard base64.utf8.count <= Self.wireByteLimit / 3 * 4 + 4 else {
      throw .malformed("the key is longer than \(Self.wireByteLimit) bytes")
    }
    guard let wire = Base64.decode(base64.utf8) else {
      throw .notCanonical("the key is not base64")
    }
    try self.init(wire: wire)
    guard self.type == type else {
      throw .malformed("the line says \(type), the key itself \(self.type)")
    }
  }

  /// What `ssh-keygen -l` calls the key: `SHA256:` and 43 characters of base64.
  public var fingerprint: String {
    let digest = SHA256.hash(data: Base64.decode(base64.utf8) ?? [])
    let text = Base64.encode(Array(digest)).prefix { $0 != UInt8(ascii: "=") }
    return "SHA256:" + String(decoding: text, as: UTF8.self)
  }

  /// `TYPE BASE64`, as a `.pub` file starts.
  public var line: String { "\(type) \(base64)" }
}
