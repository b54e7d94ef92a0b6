/// The form in which names that only differ in case, or in how an accent is spelled, are equal:
/// NFC of Unicode's full case folding.
///
/// It decides what a protected branch or a sensitive path is, since file systems that ignore case
/// would take `refs/heads/MAIN` or `.GitAttributes` for the real one.
public enum CaseFolding {
  public static func fold(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return foldASCII(text) }
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { append(scalar, to: &folded) }
    return Normalization.composed(String(folded))
  }

  private static func foldASCII(_ text: String) -> String {
    let isUpper = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard text.utf8.contains(where: isUpper.contains) else { return text }
    return String(
      decoding: text.utf8.lazy.map { isUpper.contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// Full case folding is the lower case of the upper case of every scalar that folding changes.
  /// Two scripts' histories differ: Cherokee folds up, since its capitals came first, and capital
  /// sharp s folds as the small one does. `changesWhenCaseFolded` is false for a few scalars that
  /// fold to what is canonically the same, such as U+01F0; NFC makes these equal again.
  private static func append(
    _ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView
  ) {
    let properties = scalar.properties
    switch scalar.value {
    case ..<0x80:
      result.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
    case 0x1e9e:
      result.append(contentsOf: "ss".unicodeScalars)
    case 0x13f8...0x13fd, 0xab70...0xabbf:
      result.append(contentsOf: properties.uppercaseMapping.unicodeScalars)
    default:
      guard properties.changesWhenCaseFolded else { return result.append(scalar) }
      for upper in properties.uppercaseMapping.unicodeScalars {
        result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
      }
    }
  }
}
