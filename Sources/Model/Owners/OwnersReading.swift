/// The lines of a file `CODEOWNERS`, read one by one: what one says wrong takes nothing from the
/// others.
struct OwnersReading {
  private(set) var lines: [CodeOwners.Line] = []
  private(set) var faults: [CodeOwners.Fault] = []
  /// What each line covers, in the order of `lines`.
  private(set) var patterns: [OwnersPattern] = []

  /// More owners on a line are a list that belongs into a team.
  private static let ownerLimit = 100
  /// A mail address has at most 254 bytes, and a team's name fewer.
  private static let ownerByteLimit = 256

  init(_ bytes: [UInt8]) throws(CodeOwners.Unreadable) {
    guard bytes.count <= CodeOwners.byteLimit else {
      throw CodeOwners.Unreadable(
        "it has \(bytes.count) bytes, and the limit is \(CodeOwners.byteLimit)")
    }
    guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
      throw CodeOwners.Unreadable("it is no text in UTF-8")
    }
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    var number = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard number <= CodeOwners.lineLimit + 1 else {
        throw CodeOwners.Unreadable("it has more than \(CodeOwners.lineLimit) lines")
      }
      do throws(CodeOwners.Unreadable) {
        try take(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, number)
      } catch { faults.append(CodeOwners.Fault(number: number, reason: error.reason)) }
    }
  }

  private mutating func take(
    _ line: ArraySlice<UInt8>, _ number: Int
  ) throws(CodeOwners.Unreadable) {
    var words = Self.words(line)
    if let comment = words.firstIndex(where: { $0.first == UInt8(ascii: "#") }) {
      words.removeSubrange(comment...)
    }
    guard let first = words.first else { return }
    guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\t") }) else {
      throw CodeOwners.Unreadable("it holds a control character")
    }
    let pattern = try OwnersPattern(first)
    guard words.count - 1 <= Self.ownerLimit else {
      throw CodeOwners.Unreadable("it names more than \(Self.ownerLimit) owners")
    }
    var owners: [String] = []
    for word in words.dropFirst() { owners.append(try Self.owner(word)) }
    lines.append(
      CodeOwners.Line(
        number: number, pattern: String(decoding: first, as: UTF8.self), owners: owners))
    patterns.append(pattern)
  }

  /// What blanks divide, but for those behind a backslash.
  private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    var isEscaped = false
    for place in line.indices {
      let isBlank = line[place] == UInt8(ascii: " ") || line[place] == UInt8(ascii: "\t")
      if isBlank, !isEscaped {
        if start < place { words.append(line[start..<place]) }
        start = place + 1
      }
      isEscaped = line[place] == UInt8(ascii: "\\") && !isEscaped
    }
    if start < line.endIndex { words.append(line[start...]) }
    return words
  }

  private static func owner(_ word: ArraySlice<UInt8>) throws(CodeOwners.Unreadable) -> String {
    let text = String(decoding: word, as: UTF8.self)
    guard isOwner(word) else {
      let shown = SafeText.singleLine(text, limit: 60)
      throw CodeOwners.Unreadable("'\(shown)' is neither @name, @team/name nor a mail address")
    }
    return text
  }

  /// Whether it is written as an owner is: `@name`, `@team/name` or a mail address.
  static func isOwner(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count <= ownerByteLimit else { return false }
    let at = UInt8(ascii: "@")
    if word.first == at {
      let parts = word.dropFirst().split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isInName) }
    }
    let parts = word.split(separator: at, omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0 > 0x20 && $0 < 0x7f }
      }
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
