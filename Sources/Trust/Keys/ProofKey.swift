import Crypto

/// A secret of this user's, outside of every repository, by which what this program wrote down for
/// itself is told from what anybody else wrote in its place.
public struct ProofKey: Sendable {
  private let secret: SymmetricKey

  public static let codeByteCount = 32
  private static let byteCount = 32

  /// The secret beside the user's own keys, made where there is none; nil where it cannot be had.
  public init?(environment: [String: String]) {
    guard let path = try? KeyMaker(environment: environment).path,
      let slash = path.lastIndex(of: "/"), let bytes = Self.bytes(in: String(path[..<slash]))
    else { return nil }
    secret = SymmetricKey(data: bytes)
  }

  private static func bytes(in directory: String) -> [UInt8]? {
    let path = directory + "/proofs.key"
    do {
      if let known = try KeyDirectory.read(path, limit: byteCount, isSecret: true) {
        // A file that a crash left full of zeros is no secret.
        return known.count == byteCount && known.contains { $0 != 0 } ? known : nil
      }
      let fresh = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max) }
      try KeyDirectory.make(directory)
      _ = try KeyDirectory.place(fresh, at: path, mode: KeyDirectory.secretMode)
      // Another may have been first.
      return try KeyDirectory.read(path, limit: byteCount, isSecret: true)
    } catch { return nil }
  }

  /// HMAC-SHA256 of the text.
  public func code(of text: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: text, using: secret))
  }

  /// Whether the code is that of the text; takes as long for any wrong one.
  public func confirms(_ code: [UInt8], of text: [UInt8]) -> Bool {
    guard code.count == Self.codeByteCount else { return false }
    return zip(code, self.code(of: text)).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
