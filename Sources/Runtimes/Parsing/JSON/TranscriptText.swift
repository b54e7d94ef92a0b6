/// How the texts of transcripts are kept: cut, and made valid.
enum TranscriptText {
  /// Bytes of a text that an event keeps. The original stays in the transcript.
  static let bytes = 64 << 10
  /// Elements of a list that are looked at.
  static let elements = 10_000
  /// What stands for the part that was cut away.
  static let ellipsis = "…"

  /// The text that `bytes` spell. What is no UTF-8 reads as U+FFFD.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.count > Self.bytes else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.prefix(whole(bytes)), as: UTF8.self) + ellipsis
  }

  /// `text`, or as much of it as is kept of one.
  static func cut(_ text: String) -> String {
    text.utf8.count > bytes ? Self.text(Array(text.utf8)[...]) : text
  }

  /// The text of a JSON string, which is between its quotes. Escapes that mean nothing, lone
  /// surrogates included, read as U+FFFD.
  static func text(unescaping bytes: ArraySlice<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(min(bytes.count, Self.bytes))
    var rest = bytes
    while !rest.isEmpty, plain.count <= Self.bytes {
      let run = rest.firstIndex(of: UInt8(ascii: "\\")) ?? rest.endIndex
      plain += rest[rest.startIndex..<run].prefix(Self.bytes + 1)
      rest = rest[run...]
      if rest.count > 1 {
        unescape(&rest, into: &plain)
      } else {
        rest = []
      }
    }
    return text(plain[...])
  }

  /// How many bytes of a text that is too long are kept, so that no character is cut in two.
  private static func whole(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = Self.bytes
    while count > Self.bytes - 4, bytes[bytes.startIndex + count] & 0xc0 == 0x80 { count -= 1 }
    return count
  }

  private static func unescape(_ rest: inout ArraySlice<UInt8>, into plain: inout [UInt8]) {
    let letter = rest[rest.startIndex + 1]
    if letter == UInt8(ascii: "u") { return unescapeUnit(&rest, into: &plain) }
    rest = rest.dropFirst(2)
    switch letter {
    case UInt8(ascii: "n"): plain.append(0x0a)
    case UInt8(ascii: "t"): plain.append(0x09)
    case UInt8(ascii: "r"): plain.append(0x0d)
    case UInt8(ascii: "b"): plain.append(0x08)
    case UInt8(ascii: "f"): plain.append(0x0c)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(letter)
    default: plain += replacement
    }
  }

  /// Takes `\uXXXX`, and the second half of a pair where one stands.
  private static func unescapeUnit(_ rest: inout ArraySlice<UInt8>, into plain: inout [UInt8]) {
    guard let first = unit(rest) else {
      plain += replacement
      rest = rest.dropFirst(2)
      return
    }
    rest = rest.dropFirst(6)
    if let scalar = Unicode.Scalar(first) {
      plain += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    } else if first < 0xdc00, let second = unit(rest), (0xdc00..<0xe000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    {
      plain += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      rest = rest.dropFirst(6)
    } else {
      plain += replacement
    }
  }

  private static func unit(_ rest: ArraySlice<UInt8>) -> UInt32? {
    guard rest.count >= 6, rest[rest.startIndex] == UInt8(ascii: "\\"),
      rest[rest.startIndex + 1] == UInt8(ascii: "u")
    else { return nil }
    var value: UInt32 = 0
    for byte in rest[(rest.startIndex + 2)..<(rest.startIndex + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]
}
