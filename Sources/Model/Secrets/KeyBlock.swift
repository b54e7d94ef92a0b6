/// A credential that is longer than what a rule's expression is shown, such as a private key.
enum KeyBlock {
  /// The largest keys that are in use take a third of it.
  private static let byteLimit = 16 * 1024
  /// Between two lines of a key there may be an escaped line break, quotes or a line's number.
  private static let gapBytes = 24
  /// A line of a key; shorter runs of letters are words.
  private static let runBytes = 32
  /// From its first line to its body there may be headers.
  private static let headerBytes = 1024

  /// Where the key is that a rule's keyword at `place` may begin; nil where there is none.
  static func range(of rule: String, at place: Int, in bytes: [UInt8]) -> Range<Int>? {
    let rest = bytes[place...].prefix(byteLimit)
    switch rule {
    case "private-key":
      guard find("PRIVATE KEY", in: rest.prefix(80)) != nil else { return nil }
      guard let body = run(in: rest.prefix(headerBytes)) else { return nil }
      if let end = find("-----END", in: rest) {
        let close = find("-----", in: bytes[end.upperBound...].prefix(80))
        return place..<(close?.upperBound ?? end.upperBound)
      }
      return place..<end(of: body, in: rest)
    case "putty-private-key":
      guard let head = find("Private-Lines:", in: rest) else { return nil }
      if let code = find("Private-MAC:", in: rest) {
        let line = bytes[code.upperBound...].prefix(2 * gapBytes + 64)
        return place..<(run(in: line)?.upperBound ?? code.upperBound)
      }
      return run(in: bytes[head.upperBound...].prefix(headerBytes)).map {
        place..<end(of: $0, in: rest)
      }
    case "json-web-token":
      // Claims make it longer than what an expression is shown.
      let token = rest.prefix { isMaterial($0) || $0 == UInt8(ascii: ".") }
      let dots = token.count { $0 == UInt8(ascii: ".") }
      guard token.count > SecretScanner.bytesBefore, dots >= 2, find(".eyJ", in: token) != nil
      else { return nil }
      return place..<token.endIndex
    default: return nil
    }
  }

  /// What base64 is written in, in any of its forms.
  static func isMaterial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Where the lines end of which `first` is one.
  private static func end(of first: Range<Int>, in bytes: ArraySlice<UInt8>) -> Int {
    var end = first.upperBound
    while let next = run(in: bytes[end...].prefix(gapBytes + runBytes)) {
      end = next.upperBound
      // It was seen up to the end of what was looked at.
      end += bytes[end...].prefix(while: isMaterial).count
    }
    // The last line is shorter.
    let rest = bytes[end...].prefix(2 * gapBytes)
    return rest.lastIndex(where: isMaterial).map { $0 + 1 } ?? end
  }

  /// The first run of base64 that may be a line of a key.
  private static func run(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var start = bytes.startIndex
    for place in bytes.indices {
      guard isMaterial(bytes[place]), bytes[place] != UInt8(ascii: "-") else {
        if place - start >= runBytes { return start..<place }
        start = place + 1
        continue
      }
    }
    return bytes.endIndex - start >= runBytes ? start..<bytes.endIndex : nil
  }

  private static func find(_ text: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for place in bytes.startIndex...(bytes.endIndex - wanted.count)
    where bytes[place] == wanted[0] && bytes[place..<place + wanted.count].elementsEqual(wanted) {
      return place..<place + wanted.count
    }
    return nil
  }
}
