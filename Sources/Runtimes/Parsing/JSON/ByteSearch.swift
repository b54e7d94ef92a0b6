/// Finds bytes eight at a time, which is what the speed of reading transcripts comes from: most
/// of their bytes stand in long strings.
enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Where the first quote or backslash at or after `start` stands, or the end.
  @inline(__always)
  static func quoteOrBackslash(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let quotes = ones &* UInt64(UInt8(ascii: "\""))
    let backslashes = ones &* UInt64(UInt8(ascii: "\\"))
    var position = start
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return start }
    while position &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: (base + position).loadUnaligned(as: UInt64.self))
      let hits = zeros(in: word ^ quotes) | zeros(in: word ^ backslashes)
      if hits != 0 { return position &+ hits.trailingZeroBitCount >> 3 }
      position &+= 8
    }
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
      bytes[position] != UInt8(ascii: "\\")
    {
      position &+= 1
    }
    return position
  }

  /// The high bit of every byte that is zero. Bits above the lowest one may be wrong, which is why
  /// only that is looked at.
  @inline(__always)
  private static func zeros(in word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
}
