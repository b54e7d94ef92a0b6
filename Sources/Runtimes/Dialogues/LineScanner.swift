/// Steps over the JSON values of a line.
struct LineScanner {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.position = bytes.startIndex
  }

  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// The next value as it is written; nil where none is complete.
  mutating func value() -> ArraySlice<UInt8>? {
    skipSpace()
    let start = position
    var depth = 0
    while position < bytes.endIndex {
      switch bytes[position] {
      case UInt8(ascii: "\""): guard skipText() else { return nil }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      default:
        if depth == 0 {
          skipWord()
        } else {
          position += 1
        }
      }
      if depth < 0 { return nil }
      if depth == 0 { return position > start ? bytes[start..<position] : nil }
    }
    return nil
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func skipText() -> Bool {
    position += 1
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\") { position += 1 }
    }
    position = bytes.endIndex
    return false
  }

  /// A number, `true`, `false` or `null`; whatever else stands there is no value of ours.
  private mutating func skipWord() {
    while position < bytes.endIndex, Self.isOfWord(bytes[position]) { position += 1 }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

extension LineScanner {
  /// A text's content without its escapes; half of a surrogate pair reads as U+FFFD.
  static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var content: [UInt8] = []
    func settle() {
      guard !units.isEmpty else { return }
      content += Array(String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        settle()
        content.append(byte)
        continue
      }
      if letter == UInt8(ascii: "u"), let unit = codeUnit(rest.prefix(4)) {
        rest = rest.dropFirst(4)
        units.append(unit)
      } else {
        settle()
        content.append(letters[letter] ?? letter)
      }
    }
    settle()
    return String(decoding: content, as: UTF8.self)
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0a,
    UInt8(ascii: "f"): 0x0c, UInt8(ascii: "r"): 0x0d,
  ]

  private static func codeUnit(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard digits.count == 4, digits.first != UInt8(ascii: "+") else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
