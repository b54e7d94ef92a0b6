/// Text from workers, commits and other clones, made fit to be printed: nothing in it can move a
/// cursor, colour what follows, or show letters in another order than they are stored.
public enum SafeText {
  public enum Breaks: Sendable {
    /// Newlines and tabs stay, for texts that have lines.
    case kept
    /// Newlines and tabs are escaped too, for what must stay on one line.
    case escaped
  }

  /// `text` with every control and invisible direction mark written as `\u{1b}`, newline, carriage
  /// return and tab as `\n`, `\r` and `\t`. A pair of carriage return and newline that is kept
  /// becomes a newline.
  public static func escaped(_ text: String, breaks: Breaks = .kept) -> String {
    guard !isPlain(text),
      text.unicodeScalars.contains(where: { isUnsafe($0) || isBreak($0) })
    else { return text }
    var result = String.UnicodeScalarView()
    var pending = text.unicodeScalars[...]
    while let scalar = pending.popFirst() {
      if breaks == .kept, scalar == "\r", pending.first == "\n" { continue }
      if isUnsafe(scalar) || (breaks == .escaped && isBreak(scalar)) {
        result.append(contentsOf: escape(scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` on one line of at most `limit` characters, runs of white space one space each; what
  /// was cut is shown by a final `…`, which counts.
  public static func singleLine(_ text: String, limit: Int) -> String {
    let words = text.unicodeScalars.split { $0 == " " || isBreak($0) }.map { String($0) }
    let line = escaped(words.joined(separator: " "), breaks: .escaped)
    guard line.count > limit else { return line }
    return limit > 0 ? line.prefix(limit - 1) + "…" : ""
  }

  /// Whether anything in `text` would be escaped, line breaks and tabs aside.
  public static func isSuspicious(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isUnsafe)
  }

  /// Whether all of it is printable ASCII, which is what most texts are and quickly seen.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\t"
  }

  /// C0 and C1 controls, line and paragraph separators, direction marks, zero-width characters,
  /// interlinear annotation, and the tags that spell invisible ASCII.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0a: false
    case ..<0x20, 0x7f...0x9f: true
    case 0x61c, 0x180e, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff: true
    case 0xfff9...0xfffb, 0xe0000...0xe007f: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
}
