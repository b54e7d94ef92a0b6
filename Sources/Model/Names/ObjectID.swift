/// The name of a git object: 20 bytes of SHA-1, shown as 40 lower-case hex digits.
public struct ObjectID: Hashable, Sendable {
  /// The bytes, eight, eight and four, big-endian, so that order is that of the hex text.
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  public static let byteCount = 20
  public static let hexCount = 40

  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var high: UInt64 = 0
    var middle: UInt64 = 0
    var low: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      switch index {
      case ..<8: high = high << 8 | UInt64(byte)
      case ..<16: middle = middle << 8 | UInt64(byte)
      default: low = low << 8 | UInt32(byte)
      }
    }
    (self.high, self.middle, self.low) = (high, middle, low)
  }

  /// Takes exactly 40 lower-case hex digits.
  public init?(_ hex: some StringProtocol) {
    guard let bytes = Hex.bytes(hex.utf8) else { return nil }
    self.init(bytes: bytes)
  }

  public var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    for shift in stride(from: 56, through: 0, by: -8) { result.append(UInt8(high >> shift & 0xff)) }
    for shift in stride(from: 56, through: 0, by: -8) {
      result.append(UInt8(middle >> shift & 0xff))
    }
    for shift in stride(from: 24, through: 0, by: -8) { result.append(UInt8(low >> shift & 0xff)) }
    return result
  }

  public var hex: String { Hex.text(bytes) }

  /// The first seven digits, as people read them.
  public var short: String { String(hex.prefix(7)) }

  /// The object that every git knows: a tree with nothing in it.
  public static let emptyTree = ObjectID("4b825dc642cb6eb9a060e54bf8d69288fbee4904")!
}

extension ObjectID: Comparable {
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ObjectID: CustomStringConvertible {
  public var description: String { hex }
}
