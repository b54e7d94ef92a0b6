/// What a caged worker sees of codex's `config.toml`: all but the servers, whose settings hold their
/// tokens.
enum CodexSettings {
  /// The text without what is said of servers, and without remarks, which may hold the same. Of one
  /// that is no TOML as much is left as was understood.
  static func shown(_ text: [UInt8]) -> [UInt8] {
    var shown: [UInt8] = []
    var isOfServers = false
    for statement in TOMLStatements(text) {
      guard let key = TOMLStatements.key(of: statement) else { continue }
      let names = key.path.contains(servers)
      if key.isTable { isOfServers = names }
      if !isOfServers, !names { shown += statement }
    }
    return shown
  }

  private static let servers = "mcp_servers"
}

/// The lines of a text in TOML, those together that a string or an array spans.
struct TOMLStatements: Sequence, IteratorProtocol {
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) { self.text = text }

  mutating func next() -> ArraySlice<UInt8>? {
    guard position < text.count else { return nil }
    let start = position
    var depth = 0
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
      case UInt8(ascii: "#"): skipRemark()
      default:
        position += 1
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: "\n") where depth <= 0: return text[start..<position]
        default: break
        }
      }
    }
    return text[start..<position]
  }

  private func isQuote(_ quote: UInt8, threeAt index: Int) -> Bool {
    index + 3 <= text.count && text[index..<(index + 3)].allSatisfy { $0 == quote }
  }

  /// One in three quotes may span lines; of others a line's end is the end.
  private mutating func skipString(_ quote: UInt8) {
    let isLong = isQuote(quote, threeAt: position)
    position += isLong ? 3 : 1
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\n"), !isLong { return }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        position += 2
      } else if byte == quote, !isLong || isQuote(quote, threeAt: position) {
        position += isLong ? 3 : 1
        // Up to two more belong to the text.
        while isLong, position < text.count, text[position] == quote { position += 1 }
        return
      } else {
        position += 1
      }
    }
    position = text.count
  }

  private mutating func skipRemark() {
    position = text[position...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
  }
}

extension TOMLStatements {
  /// What a statement says something of; nil where it is blank or a remark.
  static func key(of statement: ArraySlice<UInt8>) -> (path: [String], isTable: Bool)? {
    let start = statement.drop { $0 <= 0x20 }
    guard let first = start.first, first != UInt8(ascii: "#") else { return nil }
    let isTable = first == UInt8(ascii: "[")
    var path = [""]
    var quote: Character?
    for letter in String(decoding: start, as: UTF8.self) {
      if letter == quote {
        quote = nil
      } else if quote == nil, letter == "\"" || letter == "'" {
        quote = letter
      } else if quote == nil, letter == "." {
        path.append("")
      } else if quote == nil, letter == "=" || letter == "]" {
        break
      } else if quote != nil || !(letter.isWhitespace || letter == "[") {
        path[path.count - 1].append(letter)
      }
    }
    return (path, isTable)
  }
}
