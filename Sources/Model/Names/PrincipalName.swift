/// The name under which a person or an agent signs: `[a-z0-9][a-z0-9._@+-]{0,99}`.
public struct PrincipalName: Hashable, Sendable {
  public let text: String

  public static let byteLimit = 100

  public init?(_ text: some StringProtocol) {
    guard let first = text.utf8.first, text.utf8.count <= Self.byteLimit,
      Self.isLetterOrDigit(first),
      text.utf8.allSatisfy({ Self.isLetterOrDigit($0) || "._@+-".utf8.contains($0) })
    else { return nil }
    self.text = String(text)
  }

  /// The nearest name to what a person is called: letters lowered, anything else a hyphen.
  ///
  /// No initializer: where one is passed on as `PrincipalName.init`, it must be the strict one.
  public static func resembling(_ text: String) -> PrincipalName? {
    var result = ""
    for scalar in text.lowercased().unicodeScalars {
      let keeps =
        scalar.isASCII
        && (isLetterOrDigit(UInt8(scalar.value)) || "._@+-".unicodeScalars.contains(scalar))
      if keeps {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while let first = result.utf8.first, !isLetterOrDigit(first) { result.removeFirst() }
    while result.hasSuffix("-") { result.removeLast() }
    return PrincipalName(result.prefix(byteLimit))
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension PrincipalName: Comparable {
  public static func < (left: PrincipalName, right: PrincipalName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension PrincipalName: CustomStringConvertible {
  public var description: String { text }
}
