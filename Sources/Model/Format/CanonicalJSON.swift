extension JSONValue {
  /// The one text of this value: keys sorted by their bytes, no white space, UTF-8 in NFC,
  /// nothing escaped that need not be. Without a final newline.
  public func canonical() -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(512)
    append(to: &output)
    return output
  }

  private func append(to output: inout [UInt8]) {
    switch self {
    case .null: output += "null".utf8
    case .bool(let truth): output += (truth ? "true" : "false").utf8
    case .integer(let number): output += String(number).utf8
    case .string(let text): Self.append(text, to: &output)
    case .array(let elements): Self.append(elements, to: &output)
    case .object(let members): Self.append(members, to: &output)
    }
  }

  private static func append(_ elements: [JSONValue], to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      element.append(to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func append(_ members: [String: JSONValue], to output: inout [UInt8]) {
    output.append(UInt8(ascii: "{"))
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, member) in sorted.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      append(member.key, to: &output)
      output.append(UInt8(ascii: ":"))
      member.value.append(to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func append(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in Normalization.composed(text).utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += #"\""#.utf8
      case UInt8(ascii: "\\"): output += #"\\"#.utf8
      case 0x08: output += #"\b"#.utf8
      case 0x09: output += #"\t"#.utf8
      case 0x0a: output += #"\n"#.utf8
      case 0x0c: output += #"\f"#.utf8
      case 0x0d: output += #"\r"#.utf8
      case ..<0x20: output += (#"\u00"# + Hex.text([byte])).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
