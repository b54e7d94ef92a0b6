/// Finds where in a text credentials stand.
struct SecretFinder {
  struct Found: Hashable {
    var range: Range<Int>
    let rule: String
  }

  struct Search {
    var found: [Found] = []
    /// Up to where the text was searched.
    var end: Int
  }

  /// How many places of a text are shown to an expression. Whoever writes more of what looks like a
  /// keyword has the rest left out, so that a search ends whatever is searched.
  static let windowsMost = 10_000
  /// A token goes on behind the end of what an expression saw for so long at most.
  private static let tokenBytes = 16 * 1024

  private var scanner = SecretScanner()

  mutating func search(_ bytes: [UInt8]) -> Search {
    var search = Search(end: bytes.count)
    var windows = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = start..<end
      var seen: [Int: Int] = [:]
      for hit in SecretScanner.index.hits(in: Array(bytes[line])) {
        let place = start + hit.offset
        guard place >= seen[hit.rule] ?? 0 else { continue }
        guard windows < Self.windowsMost else {
          search.end = place
          return search
        }
        windows += 1
        if let block = KeyBlock.range(of: scanner.rules[hit.rule].name, at: place, in: bytes) {
          search.found.append(Found(range: block, rule: scanner.rules[hit.rule].name))
          seen[hit.rule] = block.upperBound
          continue
        }
        let window = window(at: place, in: line)
        seen[hit.rule] =
          window.upperBound == end ? .max : window.upperBound - SecretScanner.bytesBefore
        search.found += secrets(of: hit.rule, in: window, of: bytes)
      }
      start = end + 1
    }
    return search
  }

  private func window(at place: Int, in line: Range<Int>) -> Range<Int> {
    max(
      line.lowerBound, place - SecretScanner.bytesBefore)..<min(
        line.upperBound, place + SecretScanner.bytesAfter)
  }

  private mutating func secrets(
    of rule: Int, in window: Range<Int>, of bytes: [UInt8]
  ) -> [Found] {
    guard let expression = scanner.expression(of: rule) else { return [] }
    // A byte a character, so that places are the same in both; no rule asks for what is not ASCII.
    let text = String(decoding: bytes[window].map { $0 < 0x80 ? $0 : 0x7f }, as: UTF8.self)
    return text.matches(of: expression).compactMap { match in
      let groups = match.output
      let group = groups.count > 1 ? groups[1].substring : nil
      let secret = group ?? text[match.range]
      guard scanner.isLikely(secret, scanner.rules[rule]) else { return nil }
      func place(_ index: String.Index) -> Int {
        window.lowerBound + text.utf8.distance(from: text.startIndex, to: index)
      }
      var end = place(secret.endIndex)
      if end == window.upperBound {
        let rest = bytes[end...].prefix(Self.tokenBytes)
        end += rest.prefix { KeyBlock.isMaterial($0) || UInt8(ascii: ".") == $0 }.count
      }
      return Found(range: place(secret.startIndex)..<end, rule: scanner.rules[rule].name)
    }
  }
}
