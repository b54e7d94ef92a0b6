/// What a caged worker sees of codex's `config.toml`: all but what holds tokens by design, or may.
enum CodexSettings {
  /// The text without servers, what is sent to observers, variables of commands and what is called
  /// at the end of a turn, and without remarks, which may hold the same. What cannot be told apart
  /// for certain is left out.
  static func shown(_ text: [UInt8]) -> [UInt8] {
    var shown: [UInt8] = []
    var isHidden = false
    var statements = TOMLStatements(text.starts(with: mark) ? Array(text.dropFirst(3)) : text)
    while let statement = statements.next(), statements.isClosed {
      // No key begins so; what follows is no TOML.
      guard (statement.first { $0 > 0x20 } ?? 0) < 0x80 else { break }
      guard let key = TOMLStatements.key(of: statement) else { continue }
      let hides = key.path.contains(where: hidden.contains) || isDoubtful(statement, key.path)
      if key.isTable { isHidden = hides }
      if !isHidden, !hides { shown += statement }
    }
    return shown
  }

  /// What some editors begin a text with.
  private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

  private static let hidden: Set<String> = [
    "mcp_servers", "notify", "otel", "shell_environment_policy",
  ]

  /// Whether servers may stand in it after all: in a table of one line, or by a key in other letters.
  private static func isDoubtful(_ statement: ArraySlice<UInt8>, _ path: [String]) -> Bool {
    let isSpelled = statement.contains(UInt8(ascii: "\\"))
    let holdsTable = statement.contains(UInt8(ascii: "{"))
    return path.contains { $0.utf8.contains(UInt8(ascii: "\\")) } || isSpelled && holdsTable
      || holdsTable && hidden.contains { holds(statement, Array($0.utf8)) }
  }

  private static func holds(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    text.indices.contains { text[$0] == word[0] && text[$0...].starts(with: word) }
  }
}

/// The lines of a text in TOML, those together that a string or an array spans.
struct TOMLStatements: Sequence, IteratorProtocol {
  private let text: [UInt8]
  private var position = 0
  /// Whether the last one ended where it had to, and not for want of text.
  private(set) var isClosed = true
  private var isCut = false

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
        case UInt8(ascii: "\n") where depth <= 0:
          isClosed = depth == 0 && !isCut
          return text[start..<position]
        default: break
        }
      }
    }
    isClosed = depth == 0 && !isCut
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
      if byte == UInt8(ascii: "\n"), !isLong {
        isCut = true
        return
      }
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
    isCut = true
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
