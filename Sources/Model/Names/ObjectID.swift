/// The name of a git object: 20 bytes of SHA-1, shown as 40 lower-case hex digits.
public struct ObjectID: Hashable, Sendable {
  /// The bytes, eight, eight and four, big-endian, so that order is that of the hex text.
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  public static let byteCount = 20
  public static let hexCount = 40

  public init?(bytes: some Collection<UInt8>) {
    let read = bytes.withContiguousStorageIfAvailable { Self(contiguous: $0) }
    guard let id = read ?? Array(bytes).withUnsafeBufferPointer({ Self(contiguous: $0) }) else {
      return nil
    }
    self = id
  }

  /// Takes exactly 40 lower-case hex digits.
  public init?(_ hex: some StringProtocol) {
    self.init(hex: hex.utf8)
  }

  /// Takes exactly 40 lower-case hex digits, such as a slice of a commit's header.
  public init?(hex: some Collection<UInt8>) {
    let read = hex.withContiguousStorageIfAvailable { Self(digits: $0) }
    guard let id = read ?? Array(hex).withUnsafeBufferPointer({ Self(digits: $0) }) else {
      return nil
    }
    self = id
  }

  private init?(contiguous bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    middle = bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[16..<20].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Thousands of commits name two ids each: this makes no arrays on the way.
  private init?(digits: UnsafeBufferPointer<UInt8>) {
    guard digits.count == Self.hexCount else { return nil }
    func number(_ range: Range<Int>) -> UInt64? {
      var result: UInt64 = 0
      for index in range {
        guard let value = Hex.value(of: digits[index]) else { return nil }
        result = result << 4 | UInt64(value)
      }
      return result
    }
    guard let high = number(0..<16), let middle = number(16..<32), let low = number(32..<40) else {
      return nil
    }
    (self.high, self.middle, self.low) = (high, middle, UInt32(low))
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
