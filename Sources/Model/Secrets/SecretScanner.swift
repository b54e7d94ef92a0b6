/// Looks for credentials in added lines.
struct SecretScanner {
  struct Sighting: Hashable, Sendable {
    let rule: String
    let line: Int
    /// How long the secret is; the secret itself goes nowhere.
    let length: Int
    let isCertain: Bool
  }

  /// An expression sees at most this much around a keyword, so that a minified line of megabytes
  /// costs what its length costs. The longest token known is shorter than what follows.
  static let bytesBefore = 512
  static let bytesAfter = 1536

  /// A private key's body may begin some lines of headers after its first line.
  private static let linesOfKey = 6

  static let index = KeywordIndex(SecretRule.all)

  let rules = SecretRule.all
  private var expressions: [Int: Regex<AnyRegexOutput>] = [:]

  /// At most one sighting a rule and line; a line that a certain rule names gets no likely one.
  mutating func sightings(in lines: [AddedLine]) -> [Sighting] {
    lines.indices.flatMap { sightings(in: lines, at: $0) }
  }

  private mutating func sightings(in lines: [AddedLine], at position: Int) -> [Sighting] {
    let line = lines[position]
    let bytes = Array(line.text.utf8)
    var found: [Int: Sighting] = [:]
    var seen: [Int: Int] = [:]
    for hit in Self.index.hits(in: bytes) {
      guard found[hit.rule] == nil, hit.offset >= seen[hit.rule] ?? 0 else { continue }
      let end = min(bytes.count, hit.offset + Self.bytesAfter)
      seen[hit.rule] = end == bytes.count ? .max : end - Self.bytesBefore
      var text = String(
        decoding: bytes[max(0, hit.offset - Self.bytesBefore)..<end], as: UTF8.self)
      if rules[hit.rule].name == "private-key", end == bytes.count {
        text = ([text] + following(lines, position)).joined(separator: "\n")
      }
      guard let secret = secret(of: hit.rule, in: text) else { continue }
      let rule = rules[hit.rule]
      found[hit.rule] = Sighting(
        rule: rule.name, line: line.number, length: secret.count,
        isCertain: rule.certainty == .certain)
    }
    let isSettled = found.values.contains(where: \.isCertain)
    return found.sorted { $0.key < $1.key }.map(\.value).filter { $0.isCertain || !isSettled }
  }

  private func following(_ lines: [AddedLine], _ position: Int) -> [String] {
    let last = min(lines.count, position + Self.linesOfKey)
    return (position + 1..<max(position + 1, last))
      .prefix { lines[$0].number == lines[position].number + $0 - position }
      .map { String(lines[$0].text.prefix(Self.bytesBefore)) }
  }

  /// The first match that is no placeholder.
  private mutating func secret(of rule: Int, in text: String) -> Substring? {
    guard let expression = expression(of: rule) else { return nil }
    for match in text.matches(of: expression) {
      let groups = match.output
      let group = groups.count > 1 ? groups[1].substring : nil
      let secret = group ?? text[match.range]
      if isLikely(secret, rules[rule]) { return secret }
    }
    return nil
  }

  /// A test compiles every rule, so none is ever left out here.
  mutating func expression(of rule: Int) -> Regex<AnyRegexOutput>? {
    if let expression = expressions[rule] { return expression }
    expressions[rule] = try? rules[rule].compiled()
    return expressions[rule]
  }

  func isLikely(_ secret: Substring, _ rule: SecretRule) -> Bool {
    guard rule.entropy == 0 || Placeholder.entropy(of: secret) >= rule.entropy else { return false }
    guard !Placeholder.isOne(secret) else { return false }
    guard rule.certainty == .likely else { return true }
    let digits = secret.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits >= 2 && digits < secret.utf8.count
  }
}
