/// A text that is to be shared, without the credentials that the rules know.
public struct SecretRedaction: Hashable, Sendable {
  /// The text with a mark in the place of each secret.
  public let bytes: [UInt8]
  /// How many secrets were taken out, by rule.
  public let counts: [String: Int]
  /// How many bytes at the end nobody searched, and are left out therefore.
  public let leftOut: Int

  public init(of text: [UInt8]) {
    var finder = SecretFinder()
    // Never both: what an expression takes of an escape would no longer be JSON without it.
    let plain = Unescaped(text)
    var search = finder.search(plain?.bytes ?? text)
    if let plain {
      search.found = search.found.map {
        SecretFinder.Found(range: plain.range($0.range), rule: $0.rule)
      }
      search.end = plain.offset(of: search.end)
    }
    let found = Self.merged(search.found).filter { $0.range.lowerBound < search.end }
    var result: [UInt8] = []
    var copied = 0
    for secret in found {
      result += text[copied..<secret.range.lowerBound]
      result += Self.mark(secret.rule).utf8
      copied = secret.range.upperBound
    }
    leftOut = max(0, text.count - max(copied, search.end))
    if copied < search.end { result += text[copied..<search.end] }
    if leftOut > 0 {
      result += "\n[\(leftOut) bytes left out: too much to search for secrets]\n".utf8
    }
    bytes = result
    counts = found.reduce(into: [:]) { $0[$1.rule, default: 0] += 1 }
  }

  /// What stands in the place of a secret; nothing that a text in JSON would have to escape.
  public static func mark(_ rule: String) -> String { "[secret removed: \(rule)]" }

  /// Those that touch as one, called as the first of them.
  private static func merged(_ found: [SecretFinder.Found]) -> [SecretFinder.Found] {
    var merged: [SecretFinder.Found] = []
    for next in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard let last = merged.last, next.range.lowerBound < last.range.upperBound else {
        merged.append(next)
        continue
      }
      let end = max(last.range.upperBound, next.range.upperBound)
      merged[merged.count - 1].range = last.range.lowerBound..<end
    }
    return merged
  }
}

/// A text with its escapes of JSON undone, however often it was put into JSON, and where each byte
/// of it came from: agents' transcripts hold files and outputs as such strings.
private struct Unescaped {
  private(set) var bytes: [UInt8] = []
  private var offsets: [Int32] = []
  private let count: Int

  /// Nil where nothing is escaped, or more than offsets can count.
  init?(_ text: [UInt8]) {
    guard text.contains(Self.backslash), text.count < Int32.max else { return nil }
    count = text.count
    bytes.reserveCapacity(text.count)
    offsets.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
      offsets.append(Int32(place))
      guard text[place] == Self.backslash else {
        bytes.append(text[place])
        place += 1
        continue
      }
      var end = place
      while end < text.count, text[end] == Self.backslash { end += 1 }
      let (byte, length) = Self.escape(text[end...])
      bytes.append(byte)
      place = end + length
    }
  }

  /// What stands behind backslashes, and how many bytes it takes there.
  private static func escape(_ rest: ArraySlice<UInt8>) -> (UInt8, Int) {
    switch rest.first {
    case UInt8(ascii: "n"): return (UInt8(ascii: "\n"), 1)
    case UInt8(ascii: "r"), UInt8(ascii: "t"): return (UInt8(ascii: " "), 1)
    case UInt8(ascii: "\""): return (UInt8(ascii: "\""), 1)
    case UInt8(ascii: "/"): return (UInt8(ascii: "/"), 1)
    case UInt8(ascii: "u"):
      let digits = String(decoding: rest.dropFirst().prefix(4), as: UTF8.self)
      guard digits.utf8.count == 4, let value = UInt8(digits, radix: 16), value < 0x80 else {
        return (backslash, 0)
      }
      return (value, 5)
    default: return (backslash, 0)
    }
  }

  /// Where a byte, or the end, of the plain text is in the other.
  func offset(of place: Int) -> Int { place < offsets.count ? Int(offsets[place]) : count }

  func range(_ range: Range<Int>) -> Range<Int> {
    offset(of: range.lowerBound)..<offset(of: range.upperBound)
  }

  private static let backslash = UInt8(ascii: "\\")
}
