/// How a kind of credential is recognised in a line of text.
struct SecretRule: Sendable {
  /// Whether the form alone gives a secret away, or only hints at one.
  enum Certainty: Sendable {
    case certain, likely
  }

  let name: String
  /// In lower case; a line without any of them is never shown to the expression.
  let keywords: [String]
  /// Bits a character below which a match is taken for a placeholder.
  let entropy: Double
  /// In the syntax that Swift's `Regex` and RE2 share. Group 1 is the secret, else the whole match.
  let expression: String
  let certainty: Certainty

  /// Reads a line `NAME KEYWORD,… ENTROPY EXPRESSION`.
  init?(line: some StringProtocol, certainty: Certainty) {
    let fields = line.split(separator: " ", maxSplits: 3)
    guard fields.count == 4, let entropy = Double(String(fields[2])) else { return nil }
    name = String(fields[0])
    keywords = fields[1].split(separator: ",").map { String($0) }
    self.entropy = entropy
    expression = String(fields[3])
    self.certainty = certainty
  }

  static let all =
    rules(in: DetectSecrets.rules, .certain) + rules(in: KnownTokens.certain, .certain)
    + rules(in: KnownTokens.likely, .likely)

  static func rules(in table: String, _ certainty: Certainty) -> [SecretRule] {
    table.split(separator: "\n").compactMap { SecretRule(line: $0, certainty: certainty) }
  }

  /// Words and classes are ASCII's, and a match may begin at any scalar, as in RE2.
  func compiled() throws -> Regex<AnyRegexOutput> {
    try Regex(expression).matchingSemantics(.unicodeScalar).asciiOnlyWordCharacters()
      .asciiOnlyDigits().asciiOnlyWhitespace()
  }
}
