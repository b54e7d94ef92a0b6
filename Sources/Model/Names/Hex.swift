/// Lower-case hexadecimal, the only form that o8 writes or accepts.
public enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    for byte in bytes {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 0xf)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that `text` spells, or nil for an odd length or a digit outside `0-9a-f`.
  public static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 2)
    var pending: UInt8?
    for character in text {
      guard let value = value(of: character) else { return nil }
      if let first = pending {
        result.append(first << 4 | value)
        pending = nil
      } else {
        pending = value
      }
    }
    return result
  }

  public static func isDigit(_ byte: UInt8) -> Bool { value(of: byte) != nil }

  static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
