/// Finds which rules' keywords occur in a line, and where, in one pass over its bytes.
struct KeywordIndex: Sendable {
  private struct Entry: Sendable {
    let keyword: [UInt8]
    let rule: Int
  }

  struct Hit: Hashable, Sendable {
    let rule: Int
    /// In bytes from the line's start.
    let offset: Int
  }

  /// Keywords by their first two bytes.
  private var entries: [Int: [Entry]] = [:]
  /// Whether two bytes begin a keyword, so that nearly all positions cost one look.
  private var begins = [Bool](repeating: false, count: 1 << 16)

  init(_ rules: [SecretRule]) {
    for (index, rule) in rules.enumerated() {
      for keyword in rule.keywords.map({ Array($0.utf8) }) where keyword.count >= 2 {
        let pair = Int(keyword[0]) << 8 | Int(keyword[1])
        begins[pair] = true
        entries[pair, default: []].append(Entry(keyword: keyword, rule: index))
      }
    }
  }

  /// All hits in `line`, whatever its case, in order.
  func hits(in line: [UInt8]) -> [Hit] {
    guard line.count >= 2 else { return [] }
    var hits: [Hit] = []
    var previous = Self.lowered(line[0])
    for position in 1..<line.count {
      let byte = Self.lowered(line[position])
      let pair = Int(previous) << 8 | Int(byte)
      previous = byte
      guard begins[pair], let candidates = entries[pair] else { continue }
      for entry in candidates where Self.matches(entry.keyword, line, at: position - 1) {
        hits.append(Hit(rule: entry.rule, offset: position - 1))
      }
    }
    return hits
  }

  private static func matches(_ keyword: [UInt8], _ line: [UInt8], at start: Int) -> Bool {
    guard start + keyword.count <= line.count else { return false }
    return keyword.indices.allSatisfy { lowered(line[start + $0]) == keyword[$0] }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
