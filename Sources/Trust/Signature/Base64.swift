/// Base64 with padding, in its one canonical spelling.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")
  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var pending: UInt32 = 0
    var count = 0
    func digit(_ shift: UInt32) -> UInt8 { alphabet[Int(pending >> shift & 0x3f)] }
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      count += 1
      guard count == 3 else { continue }
      for shift in [18, 12, 6, 0] as [UInt32] { result.append(digit(shift)) }
      (pending, count) = (0, 0)
    }
    switch count {
    case 1:
      pending <<= 16
      result += [digit(18), digit(12), padding, padding]
    case 2:
      pending <<= 8
      result += [digit(18), digit(12), digit(6), padding]
    default: break
    }
    return result
  }

  /// The bytes that `text` spells, or nil unless it is exactly what `encode` writes for them.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let digits = text.prefix { $0 != padding }
    let padded = text.count - digits.count
    guard padded <= 2, text.suffix(padded).allSatisfy({ $0 == padding }) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var pending: UInt32 = 0
    var bits = 0
    for digit in digits {
      guard let value = values[Int(digit)] else { return nil }
      pending = (pending << 6 | UInt32(value)) & 0xffff
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      result.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
    }
    // Bits that no byte takes must be zero, or two texts would mean the same.
    guard pending & (1 << UInt32(bits) - 1) == 0 else { return nil }
    return result
  }
}
