/// Cuts one line of JSON into tokens, in one pass that makes no strings.
///
/// Lines come from workers, so it answers whatever they hold: it allocates a bounded number of
/// tokens, goes to a bounded depth and refuses what is no JSON object. Below the depth limit only
/// brackets and strings are told apart.
struct JSONTape: Sendable {
  /// Records nest eight levels where they say most.
  static let depthLimit = 12
  /// A program's start names some hundreds of tools and commands; beyond this no record says
  /// anything that is looked for.
  static let tokenLimit = 1 << 18
  /// Offsets are of 32 bits. No line comes near: a longer one is gathered, and so cut.
  static let byteLimit = 1 << 30

  private(set) var tokens: [JSONToken] = []

  /// Whether `bytes` hold one object and nothing else.
  mutating func read(_ bytes: [UInt8]) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    guard bytes.count <= Self.byteLimit else { return false }
    var room: [JSONToken] = []
    swap(&room, &tokens)
    return bytes.withUnsafeBufferPointer { bytes in
      var cutter = JSONCutter(bytes, tokens: room)
      room = []
      let isRead = cutter.document()
      tokens = cutter.tokens
      return isRead
    }
  }
}

/// The pass itself, over bytes that stay where they are meanwhile.
private struct JSONCutter {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private(set) var tokens: [JSONToken]

  init(_ bytes: UnsafeBufferPointer<UInt8>, tokens: [JSONToken]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  mutating func document() -> Bool {
    skipSpace()
    guard peek == UInt8(ascii: "{"), value(depth: 0) else { return false }
    skipSpace()
    return position == bytes.count
  }

  /// 0 at the end, which begins no value either.
  private var peek: UInt8 {
    @inline(__always) get { position < bytes.count ? bytes[position] : 0 }
  }

  @inline(__always)
  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position &+= 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func append(_ kind: JSONToken.Kind, from start: Int, to end: Int) -> Bool {
    guard tokens.count < JSONTape.tokenLimit else { return false }
    let next = UInt32(truncatingIfNeeded: tokens.count &+ 1)
    tokens.append(
      JSONToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: next, kind: kind))
    return true
  }

  private mutating func value(depth: Int) -> Bool {
    switch peek {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return depth < JSONTape.depthLimit ? container(depth: depth) : deep()
    case UInt8(ascii: "t"): return word("true", .yes)
    case UInt8(ascii: "f"): return word("false", .no)
    case UInt8(ascii: "n"): return word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    default: return false
    }
  }

  private mutating func container(depth: Int) -> Bool {
    let isObject = peek == UInt8(ascii: "{")
    let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    let index = tokens.count
    guard append(isObject ? .object : .array, from: position, to: position) else { return false }
    position &+= 1
    skipSpace()
    var isFirst = true
    while peek != close {
      if !isFirst {
        guard peek == UInt8(ascii: ",") else { return false }
        position &+= 1
        skipSpace()
      }
      isFirst = false
      if isObject {
        guard peek == UInt8(ascii: "\""), string() else { return false }
        skipSpace()
        guard peek == UInt8(ascii: ":") else { return false }
        position &+= 1
        skipSpace()
      }
      guard value(depth: depth &+ 1) else { return false }
      skipSpace()
    }
    position &+= 1
    tokens[index].end = UInt32(truncatingIfNeeded: position)
    tokens[index].next = UInt32(truncatingIfNeeded: tokens.count)
    return true
  }

  private mutating func string() -> Bool {
    let start = position &+ 1
    let (end, isEscaped) = stringEnd(from: start)
    guard end < bytes.count else { return false }
    position = end &+ 1
    return append(isEscaped ? .escaped : .string, from: start, to: end)
  }

  /// Where the closing quote of a string stands, or the end of all where there is none.
  @inline(__always)
  private func stringEnd(from start: Int) -> (end: Int, isEscaped: Bool) {
    var end = ByteSearch.quoteOrBackslash(in: bytes, from: start)
    var isEscaped = false
    while end < bytes.count, bytes[end] == UInt8(ascii: "\\") {
      isEscaped = true
      guard end &+ 2 <= bytes.count else { return (bytes.count, true) }
      end = ByteSearch.quoteOrBackslash(in: bytes, from: end &+ 2)
    }
    return (end, isEscaped)
  }

  /// Passes over a container by counting, so that no depth takes any stack.
  private mutating func deep() -> Bool {
    let start = position
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth &-= 1
      case UInt8(ascii: "\""): position = stringEnd(from: position &+ 1).end
      default: break
      }
      position &+= 1
      if depth == 0 { return append(.deep, from: start, to: position) }
    }
    return false
  }

  private mutating func number() -> Bool {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        position &+= 1
      default: return append(.number, from: start, to: position)
      }
    }
    return false
  }

  private mutating func word(_ word: StaticString, _ kind: JSONToken.Kind) -> Bool {
    let end = position &+ word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount
    where bytes[position &+ offset] != word.utf8Start[offset] {
      return false
    }
    defer { position = end }
    return append(kind, from: position, to: end)
  }
}
