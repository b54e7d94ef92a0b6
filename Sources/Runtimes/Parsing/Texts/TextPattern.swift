/// A plain pattern for lines: small and large letters are one, `*` stands for anything, a leading
/// `^` for the line's beginning, and a leading `#` for a number that stands alone.
///
/// It takes time in proportion to the line, whatever the pattern and the line are.
struct TextPattern: Hashable, Sendable {
  private let parts: [[UInt8]]
  private let isAnchored: Bool
  private let isNumber: Bool

  /// Takes a pattern with something to look for.
  init?(_ text: String) {
    var text = text[...]
    isAnchored = text.first == "^"
    isNumber = text.first == "#"
    if isAnchored || isNumber { text = text.dropFirst() }
    parts = text.split(separator: "*").map { Self.folded($0.utf8) }
    guard !parts.isEmpty else { return nil }
  }

  /// A line as patterns see it: ASCII in small letters, a typographic apostrophe as the plain one.
  static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var folded = bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    while let start = Search.first([0xe2, 0x80, 0x99], in: folded[...]) {
      folded.replaceSubrange(start..<(start + 3), with: [0x27])
    }
    return folded
  }

  /// Whether it is found in a folded line.
  func matches(_ line: [UInt8]) -> Bool {
    var rest = line[...]
    for (index, part) in parts.enumerated() {
      if index == 0, isAnchored {
        guard rest.starts(with: part) else { return false }
        rest = rest.dropFirst(part.count)
      } else {
        guard let start = find(part, in: rest) else { return false }
        rest = rest[(start + part.count)...]
      }
    }
    return true
  }

  private func find(_ part: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    var rest = line
    while let start = Search.first(part, in: rest) {
      let end = start + part.count
      let standsAlone =
        (start == line.startIndex || !Self.isWord(line[start - 1]))
        && (end == line.endIndex || !Self.isWord(line[end]))
      if !isNumber || standsAlone { return start }
      rest = line[(start + 1)...]
    }
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
  }
}

private enum Search {
  /// Where `part`, which is not empty, begins in `line`.
  static func first(_ part: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    guard let head = part.first, line.count >= part.count else { return nil }
    var position = line.startIndex
    let last = line.endIndex - part.count
    while position <= last {
      if line[position] == head, line[position..<(position + part.count)].elementsEqual(part) {
        return position
      }
      position += 1
    }
    return nil
  }
}
