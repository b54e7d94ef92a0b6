/// The kinds of keys that o8 verifies, by their names in SSH.
public enum KeyType: String, CaseIterable, Hashable, Sendable {
  case ed25519 = "ssh-ed25519"
  case p256 = "ecdsa-sha2-nistp256"
  case p384 = "ecdsa-sha2-nistp384"
  case p521 = "ecdsa-sha2-nistp521"
  case rsa = "ssh-rsa"

  /// Fewer bits can be factored; for more BoringSSL refuses to compute.
  public static let rsaBits = 2048...8192

  init(named name: String) throws(SignatureError) {
    guard let type = KeyType(rawValue: name) else { throw .unsupportedKey(name) }
    self = type
  }

  /// The name of the curve as the wire form repeats it, and the size of a coordinate in bytes.
  var curve: (name: String, byteCount: Int)? {
    switch self {
    case .p256: ("nistp256", 32)
    case .p384: ("nistp384", 48)
    case .p521: ("nistp521", 66)
    case .ed25519, .rsa: nil
    }
  }

  /// The names under which a signature of such a key may come. `ssh-rsa` itself means SHA-1 there.
  var algorithms: [SignatureAlgorithm] {
    switch self {
    case .ed25519: [.ed25519]
    case .p256: [.p256]
    case .p384: [.p384]
    case .p521: [.p521]
    case .rsa: [.rsaSHA512, .rsaSHA256]
    }
  }
}

/// How a signature was computed, by its name in SSH.
enum SignatureAlgorithm: String, Sendable {
  case ed25519 = "ssh-ed25519"
  case p256 = "ecdsa-sha2-nistp256"
  case p384 = "ecdsa-sha2-nistp384"
  case p521 = "ecdsa-sha2-nistp521"
  case rsaSHA256 = "rsa-sha2-256"
  case rsaSHA512 = "rsa-sha2-512"
}
