/// Unicode's Normalization Form C, computed from the model's own table, so that two machines with
/// different system libraries agree on the bytes and no start pays for one.
public enum Normalization {
  /// Whether `text` is in NFC already, scalar for scalar.
  public static func isComposed(_ text: String) -> Bool {
    isPlain(text) || composed(text).utf8.elementsEqual(text.utf8)
  }

  /// `text` in NFC.
  public static func composed(_ text: String) -> String {
    guard !isPlain(text) else { return text }
    var (scalars, classes) = orderedDecomposition(of: text)
    compose(&scalars, &classes)
    return string(scalars)
  }

  /// `text` with every accent a scalar of its own, in NFD.
  static func decomposed(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return string(orderedDecomposition(of: text).scalars)
  }

  private static func orderedDecomposition(
    of text: String
  ) -> (scalars: [UInt32], classes: [UInt8]) {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { appendDecomposition(of: scalar.value, to: &scalars) }
    var classes = scalars.map(combiningClass)
    reorder(&scalars, &classes)
    return (scalars, classes)
  }

  private static func string(_ scalars: [UInt32]) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars.lazy.compactMap(Unicode.Scalar.init))
    return String(result)
  }

  /// Below U+0300 nothing combines, so nothing can be decomposed or out of order.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0xcc }
  }

  private static func combiningClass(_ scalar: UInt32) -> UInt8 {
    guard scalar >= 0x300 else { return 0 }
    return Unicode.Scalar(scalar)?.properties.canonicalCombiningClass.rawValue ?? 0
  }

  private static func appendDecomposition(of scalar: UInt32, to result: inout [UInt32]) {
    if let syllable = Hangul.decomposition(of: scalar) {
      result.append(contentsOf: syllable)
    } else if scalar >= 0xc0, let parts = mappings.decompositions[scalar] {
      for part in parts { appendDecomposition(of: part, to: &result) }
    } else {
      result.append(scalar)
    }
  }

  /// Sorts each run of combining marks by class, keeping the order of equal classes.
  private static func reorder(_ scalars: inout [UInt32], _ classes: inout [UInt8]) {
    var start = 0
    while start < scalars.count {
      guard classes[start] != 0 else {
        start += 1
        continue
      }
      let end = classes[start...].firstIndex(of: 0) ?? scalars.count
      let sorted = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
      let marks = sorted.map { (scalars[$0], classes[$0]) }
      for (offset, mark) in marks.enumerated() {
        (scalars[start + offset], classes[start + offset]) = mark
      }
      start = end
    }
  }

  /// Joins each starter with what follows it and is not blocked, in place.
  private static func compose(_ scalars: inout [UInt32], _ classes: inout [UInt8]) {
    var end = 0
    var starter: Int?
    for index in scalars.indices {
      let (scalar, itsClass) = (scalars[index], classes[index])
      if let starter {
        let isBlocked = end - 1 != starter && (classes[end - 1] >= itsClass)
        if !isBlocked, let joined = composition(scalars[starter], scalar) {
          scalars[starter] = joined
          continue
        }
      }
      if itsClass == 0 { starter = end }
      (scalars[end], classes[end]) = (scalar, itsClass)
      end += 1
    }
    scalars.removeSubrange(end...)
    classes.removeSubrange(end...)
  }

  private static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.composition(first, second)
      ?? mappings.compositions[UInt64(first) << 32 | UInt64(second)]
  }

  private static let mappings = Mappings()

  private struct Mappings {
    var decompositions: [UInt32: [UInt32]] = [:]
    /// By the first scalar in the high half and the second in the low.
    var compositions: [UInt64: UInt32] = [:]

    init() {
      for (composed, parts) in Self.entries(of: DecompositionTable.decomposingOnly) {
        decompositions[composed] = parts
      }
      for (composed, parts) in Self.entries(of: DecompositionTable.composing) {
        decompositions[composed] = parts
        compositions[UInt64(parts[0]) << 32 | UInt64(parts[1])] = composed
      }
    }

    private static func entries(of table: String) -> [(UInt32, [UInt32])] {
      var result: [(UInt32, [UInt32])] = []
      for word in table.utf8.split(whereSeparator: { $0 <= UInt8(ascii: " ") }) {
        let numbers = word.split { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "+") }
          .compactMap { UInt32(Substring($0), radix: 16) }
        result.append((numbers[0], Array(numbers.dropFirst())))
      }
      return result
    }
  }
}

/// Hangul syllables are composed by arithmetic: lead, vowel and, unless zero, tail.
private enum Hangul {
  private static let (syllables, leads, vowels, tails): (UInt32, UInt32, UInt32, UInt32) =
    (0xac00, 0x1100, 0x1161, 0x11a7)
  private static let (leadCount, vowelCount, tailCount): (UInt32, UInt32, UInt32) = (19, 21, 28)
  private static let count = leadCount * vowelCount * tailCount

  static func decomposition(of scalar: UInt32) -> [UInt32]? {
    guard (syllables..<syllables + count).contains(scalar) else { return nil }
    let index = scalar - syllables
    let tail = index % tailCount
    let parts = [
      leads + index / (vowelCount * tailCount),
      vowels + index % (vowelCount * tailCount) / tailCount,
    ]
    return tail == 0 ? parts : parts + [tails + tail]
  }

  static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (leads..<leads + leadCount).contains(first), (vowels..<vowels + vowelCount).contains(second)
    {
      return syllables + ((first - leads) * vowelCount + second - vowels) * tailCount
    }
    if (syllables..<syllables + count).contains(first),
      (first - syllables).isMultiple(of: tailCount),
      (tails + 1..<tails + tailCount).contains(second)
    {
      return first + second - tails
    }
    return nil
  }
}
