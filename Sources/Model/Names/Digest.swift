/// A SHA-256 digest, shown as 64 lower-case hex digits. The model never computes one; it is
/// told, so that it stays free of cryptography.
public struct Digest: Hashable, Sendable {
  public let hex: String

  public static let byteCount = 32

  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    hex = Hex.text(bytes)
  }

  public init?(_ hex: some StringProtocol) {
    guard hex.utf8.count == 2 * Self.byteCount, Hex.bytes(hex.utf8) != nil else { return nil }
    self.hex = String(hex)
  }
}

extension Digest: Comparable {
  public static func < (left: Digest, right: Digest) -> Bool { left.hex < right.hex }
}

extension Digest: CustomStringConvertible {
  public var description: String { hex }
}
