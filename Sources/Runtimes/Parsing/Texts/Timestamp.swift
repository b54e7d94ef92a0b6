internal import Model

/// RFC 3339 as programs write it: fractions of a second and offsets included.
enum Timestamp {
  /// Milliseconds since 1970; nil where it is none.
  static func milliseconds(_ text: String) -> Int64? {
    // Longer than any, nanoseconds and offset included.
    guard text.utf8.count <= 40, let instant = Instant(text.prefix(19) + "Z") else { return nil }
    var rest = text.utf8.dropFirst(19)
    var thousandths: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      for place in 0..<3 {
        let digit = digits.dropFirst(place).first.map { Int64($0 - UInt8(ascii: "0")) } ?? 0
        thousandths = thousandths * 10 + digit
      }
      rest = rest.dropFirst(1 + digits.count)
    }
    guard let offset = offset(Array(rest)) else { return nil }
    return (instant.seconds - offset) * 1000 + thousandths
  }

  private static func offset(_ text: [UInt8]) -> Int64? {
    if text == [UInt8(ascii: "Z")] || text.isEmpty { return 0 }
    guard text.count == 6, text[3] == UInt8(ascii: ":"),
      let hours = Int64(String(decoding: text[1...2], as: UTF8.self)), (0..<24).contains(hours),
      let minutes = Int64(String(decoding: text[4...5], as: UTF8.self)), (0..<60).contains(minutes)
    else { return nil }
    switch text[0] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }
}
