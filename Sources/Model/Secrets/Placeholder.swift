#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What stands where a secret will be, in documents and samples.
enum Placeholder {
  private static let words = [
    "example", "changeme", "change_me", "placeholder", "redacted", "dummy", "xxxx", "your_",
    "your-",
    "abcdefgh", "12345678", "0000000", "not-a-secret", "notasecret", "insert",
  ]

  static func isOne(_ text: some StringProtocol) -> Bool {
    let text = text.lowercased()
    return words.contains { text.contains($0) }
      || ["${", "{{", "<", "%(", "$("].contains { text.hasPrefix($0) }
  }

  /// Shannon's entropy of the text's bytes, in bits a byte.
  static func entropy(of text: some StringProtocol) -> Double {
    var counts: [UInt8: Int] = [:]
    for byte in text.utf8 { counts[byte, default: 0] += 1 }
    let total = Double(text.utf8.count)
    return counts.values.reduce(0) { sum, count in
      let share = Double(count) / total
      return sum - share * log2(share)
    }
  }
}
