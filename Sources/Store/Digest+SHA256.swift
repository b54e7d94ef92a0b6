import Crypto
public import Model

extension Model.Digest {
  /// The SHA-256 of `bytes`.
  public init(of bytes: [UInt8]) {
    var function = SHA256()
    bytes.withUnsafeBytes { function.update(bufferPointer: $0) }
    self.init(bytes: Array(function.finalize()))!
  }
}
