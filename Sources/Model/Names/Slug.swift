/// A title as a component of a branch name: `[a-z0-9]` and single hyphens between.
public enum Slug {
  /// Longer ones make `git branch` and prompts hard to read.
  public static let byteLimit = 40

  /// What a title without a single letter or digit of ASCII is called.
  public static let fallback = "packet"

  /// Never empty, never with a hyphen at an end; accents are dropped, other scripts left out, and
  /// a word is only cut where a title's first word is too long.
  public static func of(_ title: String) -> String {
    var words: [String] = []
    var length = 0
    for word in self.words(in: title) {
      let separator = words.isEmpty ? 0 : 1
      if length + separator + word.utf8.count > byteLimit {
        if words.isEmpty { words.append(String(word.prefix(byteLimit))) }
        break
      }
      words.append(word)
      length += separator + word.utf8.count
    }
    return words.isEmpty ? fallback : words.joined(separator: "-")
  }

  private static func words(in title: String) -> [String] {
    var words: [String] = []
    var word = ""
    // A title is at most a line or two; what lies behind cannot reach the slug.
    let start = String(title.prefix(1000))
    for scalar in Normalization.decomposed(start).unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
      case "A"..."Z": word += scalar.properties.lowercaseMapping
      // A word goes on behind an accent or an apostrophe.
      case "\u{300}"..."\u{36f}", "'", "\u{2019}": continue
      default:
        if !word.isEmpty { words.append(word) }
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
