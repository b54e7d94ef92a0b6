extension SessionID {
  /// The same for all spellings that programs take for one id: they read a UUID in capitals too.
  var folded: String { text.lowercased() }

  /// Whether it is a UUID in the one spelling in which programs write theirs, in lower case.
  var isCanonicalUUID: Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == Self.uuidBytes else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      if Self.uuidDashes.contains(index) { return byte == UInt8(ascii: "-") }
      return switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
      default: false
      }
    }
  }

  /// What its text has of 36 letters.
  static let uuidBytes = 36
  private static let uuidDashes: Set<Int> = [8, 13, 18, 23]
}
