/// Why a text that should be an event, an entry or a policy is none.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: String

  public init(_ reason: String) { self.reason = reason }

  public var description: String { reason }
}

extension JSONValue {
  /// Reads one JSON text, strictly: no duplicate keys, no fractions, no depth beyond
  /// `JSONReader.depthLimit`, valid UTF-8, nothing after the value.
  public init(parsing bytes: [UInt8]) throws(FormatError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// Reads a text that must be the canonical one, byte for byte.
  ///
  /// What is accepted is exactly what `canonical()` writes, but nothing is written to find out.
  public init(canonical bytes: [UInt8]) throws(FormatError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
    guard reader.isCanonical else { throw FormatError("the JSON is not in its canonical form") }
  }
}

/// A strict reader over bytes; it never recurses deeper than its limit and never traps.
public struct JSONReader {
  /// Events nest four levels; a limit keeps hostile texts off the stack.
  public static let depthLimit = 16
  /// What an event has at its top, so that its dictionary does not grow step by step.
  private static let usualMembers = 24

  /// Whether what was read is spelled as `canonical()` spells it.
  private(set) var isCanonical = true
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(FormatError) -> JSONValue {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw error("something follows the value") }
    return value
  }

  private mutating func value(depth: Int) throws(FormatError) -> JSONValue {
    guard depth <= Self.depthLimit else { throw error("the JSON nests too deep") }
    skipSpace()
    guard let first = peek else { throw error("the JSON ends too early") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try integer()
    default: throw error("no JSON value starts like this")
    }
  }

  private mutating func object(depth: Int) throws(FormatError) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(members) }
    if depth == 0 { members.reserveCapacity(Self.usualMembers) }
    var last: String?
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw error("a key is missing") }
      let key = try string()
      if let last, !last.utf8.lexicographicallyPrecedes(key.utf8) { isCanonical = false }
      last = key
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("a colon is missing") }
      let member = try value(depth: depth + 1)
      guard members.updateValue(member, forKey: key) == nil else {
        throw error("a key occurs twice")
      }
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("an object does not end") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(FormatError) -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("an array does not end") }
    return .array(elements)
  }

  private mutating func integer() throws(FormatError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    while let digit = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Int64(text), String(number) == text else {
      throw error("a number is no integer of 64 bits")
    }
    if let next = peek, ".eE".utf8.contains(next) { throw error("a number has a fraction") }
    return .integer(number)
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(FormatError) -> JSONValue {
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else { throw error("an unknown word") }
    position += wanted.count
    return value
  }

  private mutating func string() throws(FormatError) -> String {
    position += 1
    let start = position
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    guard peek == UInt8(ascii: "\"") else {
      return try escapedString(Array(bytes[start..<position]))
    }
    defer { position += 1 }
    return try text(bytes[start..<position])
  }

  /// Reads a text on, from its first byte that does not stand for itself.
  private mutating func escapedString(_ before: [UInt8]) throws(FormatError) -> String {
    var content = before
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return try text(content[...])
      case UInt8(ascii: "\\"): try appendEscape(to: &content)
      case ..<0x20: throw error("a text holds a bare control character")
      default: content.append(byte)
      }
    }
    throw error("a text does not end")
  }

  private mutating func text(_ content: ArraySlice<UInt8>) throws(FormatError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw error("a text is no valid UTF-8")
    }
    if isCanonical, !Normalization.isComposed(text) { isCanonical = false }
    return text
  }

  private mutating func appendEscape(to content: inout [UInt8]) throws(FormatError) {
    guard let letter = peek else { throw error("a text does not end") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): content.append(letter)
    case UInt8(ascii: "/"):
      isCanonical = false
      content.append(letter)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0c)
    case UInt8(ascii: "n"): content.append(0x0a)
    case UInt8(ascii: "r"): content.append(0x0d)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      let digits = position
      let scalar = try escapedScalar()
      if !isCanonicalEscape(of: scalar, at: digits) { isCanonical = false }
      content += String(scalar).utf8
    default: throw error("an unknown escape")
    }
  }

  /// Only controls without a letter of their own are written as a number, in small digits.
  private func isCanonicalEscape(of scalar: Unicode.Scalar, at digits: Int) -> Bool {
    guard scalar.value < 0x20, ![0x08, 0x09, 0x0a, 0x0c, 0x0d].contains(scalar.value) else {
      return false
    }
    return bytes[digits..<digits + 4].elementsEqual("00\(Hex.text([UInt8(scalar.value)]))".utf8)
  }

  private mutating func escapedScalar() throws(FormatError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xd800...0xdbff).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u"))
    else { throw error("half a surrogate pair") }
    let second = try codeUnit()
    guard (0xdc00...0xdfff).contains(second) else { throw error("half a surrogate pair") }
    let value = 0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00)
    guard let scalar = Unicode.Scalar(value) else { throw error("half a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(FormatError) -> UInt16 {
    guard position + 4 <= bytes.count else { throw error("a text does not end") }
    var value: UInt16 = 0
    for digit in bytes[position..<position + 4] {
      guard let part = Character(Unicode.Scalar(digit)).hexDigitValue else {
        throw error("an unknown escape")
      }
      value = value << 4 | UInt16(part)
    }
    position += 4
    return value
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      isCanonical = false
      position += 1
    }
  }

  private func error(_ reason: String) -> FormatError {
    FormatError("\(reason) at byte \(position)")
  }
}
