import Crypto
import CryptoExtras

/// A public key, decoded and ready to check signatures.
struct VerifyingKey: Sendable {
  let type: KeyType
  private let material: Material

  private enum Material: Sendable {
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey, modulusByteCount: Int)
  }

  /// Decodes the wire form of RFC 4253, section 6.6, RFC 5656 and RFC 8709.
  init(wire: [UInt8]) throws(SignatureError) {
    var reader = WireReader(wire)
    type = try KeyType(named: try reader.name("key type"))
    if type == .ed25519 {
      material = try Self.ed25519(&reader)
    } else if let curve = type.curve {
      material = try Self.point(&reader, on: curve, as: type)
    } else {
      material = try Self.rsa(&reader)
    }
    try reader.end("key")
  }

  private static func ed25519(_ reader: inout WireReader) throws(SignatureError) -> Material {
    let bytes = try reader.string("key", limit: 32)
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Array(bytes)) else {
      throw .malformed("an ssh-ed25519 key has 32 bytes, not \(bytes.count)")
    }
    return .ed25519(key)
  }

  private static func point(
    _ reader: inout WireReader, on curve: (name: String, byteCount: Int), as type: KeyType
  ) throws(SignatureError) -> Material {
    guard try reader.name("curve") == curve.name else {
      throw .malformed("the curve of an \(type.rawValue) key is not \(curve.name)")
    }
    let bytes = Array(try reader.string("point", limit: 2 * curve.byteCount + 1))
    // Only the uncompressed form, which is all that OpenSSH writes.
    guard bytes.count == 2 * curve.byteCount + 1, bytes.first == 4 else {
      throw .malformed("the point is not in uncompressed form")
    }
    do {
      return switch type {
      case .p256: .p256(try P256.Signing.PublicKey(x963Representation: bytes))
      case .p384: .p384(try P384.Signing.PublicKey(x963Representation: bytes))
      default: .p521(try P521.Signing.PublicKey(x963Representation: bytes))
      }
    } catch {
      throw .malformed("the point is not on the curve \(curve.name)")
    }
  }

  private static func rsa(_ reader: inout WireReader) throws(SignatureError) -> Material {
    let exponent = try reader.positive("exponent", limit: 8)
    let modulus = try reader.positive("modulus", limit: SSHSignature.fieldByteLimit)
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard KeyType.rsaBits.contains(bits) else { throw .weakKey(bits: bits) }
    guard let key = try? _RSA.Signing.PublicKey(n: Array(modulus), e: Array(exponent)) else {
      throw .malformed("the modulus and exponent are no RSA key")
    }
    return .rsa(key, modulusByteCount: modulus.count)
  }
}

extension VerifyingKey {
  /// The signature in the form that `isValid` takes, from the form that SSH writes.
  func signature(
    _ body: ArraySlice<UInt8>, by algorithm: SignatureAlgorithm
  ) throws(SignatureError) -> [UInt8] {
    guard type.algorithms.contains(algorithm) else {
      throw .unsupportedAlgorithm(algorithm.rawValue)
    }
    switch material {
    case .ed25519:
      guard body.count == 64 else {
        throw .malformed("an ssh-ed25519 signature has 64 bytes, not \(body.count)")
      }
      return Array(body)
    case .rsa(_, let count):
      guard body.count == count else {
        throw .malformed("the signature has \(body.count) bytes, its key's modulus \(count)")
      }
      return Array(body)
    case .p256, .p384, .p521:
      return try Self.pair(body, byteCount: type.curve?.byteCount ?? 0)
    }
  }

  /// `r` and `s`, each filled up to the curve's size.
  private static func pair(
    _ body: ArraySlice<UInt8>, byteCount: Int
  ) throws(SignatureError) -> [UInt8] {
    var reader = WireReader(body)
    var result: [UInt8] = []
    for what in ["r", "s"] {
      let number = try reader.positive(what, limit: byteCount)
      result += [UInt8](repeating: 0, count: byteCount - number.count) + number
    }
    try reader.end("signature")
    return result
  }

  func isValid(
    _ signature: [UInt8], by algorithm: SignatureAlgorithm, over message: [UInt8]
  ) -> Bool {
    switch material {
    case .ed25519(let key):
      return key.isValidSignature(signature, for: message)
    case .p256(let key):
      guard let pair = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(pair, for: message)
    case .p384(let key):
      guard let pair = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(pair, for: message)
    case .p521(let key):
      guard let pair = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(pair, for: message)
    case .rsa(let key, _):
      let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
      return algorithm == .rsaSHA256
        ? key.isValidSignature(
          signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        : key.isValidSignature(
          signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
    }
  }
}
