internal import Model

/// A line of JSON that is said to a program.
///
/// Unlike the text of an event it is not normalised: a prompt may name a file whose name is not.
enum JSONText {
  /// The value and a newline.
  static func line(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// A text with its quotes.
  static func string(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return bytes
  }

  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      list(elements, "[", "]", to: &bytes) { append($0, to: &$1) }
    case .object(let members):
      list(members.sorted { $0.key < $1.key }, "{", "}", to: &bytes) { member, bytes in
        append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
    case .null, .bool, .integer: bytes += value.canonical()
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to bytes: inout [UInt8],
    _ append: (Element, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(element, &bytes)
    }
    bytes += close.utf8
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0a: bytes += #"\n"#.utf8
      case ..<0x20, 0x7f: bytes += (#"\u00"# + Hex.text([byte])).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
