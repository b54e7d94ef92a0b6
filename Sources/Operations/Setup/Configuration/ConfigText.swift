import Model

/// A configuration file as lines of bytes, and where o8's block stands in it.
struct ConfigText {
  /// One line with its line break.
  struct Line {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var content: String { String(decoding: bytes, as: UTF8.self).trimmed }
    var isHeader: Bool { content.hasPrefix("[") }
    var isRefspec: Bool { content.hasPrefix("fetch = +refs/o8/*:refs/o8-remotes/") }

    /// The remote that this header is about.
    var remote: String? {
      let text = content
      guard text.hasPrefix("[remote \""), text.hasSuffix("\"]") else { return nil }
      return ConfigBlock.unescaped(text.dropFirst("[remote \"".count).dropLast("\"]".count))
    }

    /// The key of `init --key`, where a person has not put another in its place.
    var signingKey: String? {
      let (text, end) = (content, "\"" + ConfigBlock.keyMark)
      guard text.hasPrefix(ConfigBlock.keyStart), text.hasSuffix(end) else { return nil }
      return ConfigBlock.unescaped(text.dropFirst(ConfigBlock.keyStart.count).dropLast(end.count))
    }

    /// The repository that a server is for.
    var repository: ObjectID? {
      let text = content
      guard text.hasPrefix(ConfigBlock.repoStart) else { return nil }
      return ObjectID(text.dropFirst(ConfigBlock.repoStart.count))
    }

    var isOurs: Bool {
      isRefspec || signingKey != nil || repository != nil || content == ConfigBlock.objectCheck
        || content == "path = \(ConfigBlock.hooksFile)"
        || content == "displayRef = \(ConfigBlock.notesPattern)"
    }
  }

  struct Block {
    /// The lines between the marks.
    var lines: [Line]
    /// Bytes of line breaks that were added before the block.
    var padding: Int
    var range: Range<Int>
    var isLast: Bool
  }

  private static let begin = "# begin git-o8: `git o8 uninstall` takes these lines out"
  private static let end = "# end git-o8"

  let lines: [Line]

  init(_ file: [UInt8]) {
    var lines: [Line] = []
    var rest = file[...]
    while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(Line(rest[...newline]))
      rest = rest[(newline + 1)...]
    }
    if !rest.isEmpty { lines.append(Line(rest)) }
    self.lines = lines
  }

  var block: Block? {
    guard let first = lines.firstIndex(where: { $0.content.hasPrefix(Self.begin) }) else {
      return nil
    }
    let last = lines[first...].firstIndex { $0.content == Self.end } ?? lines.endIndex
    let pads = lines[first].content.dropFirst(Self.begin.count).filter(\.isNumber)
    return Block(
      lines: Array(lines[(first + 1)..<last]), padding: Int(pads) ?? 0,
      range: first..<min(last + 1, lines.endIndex), isLast: last >= lines.endIndex - 1)
  }

  /// The file without the block; of lines that others wrote into it, none is lost.
  var stripped: [UInt8] {
    guard let block else { return lines.flatMap(\.bytes) }
    var before = lines[..<block.range.lowerBound].flatMap(\.bytes)
    let after = lines[block.range.upperBound...].flatMap(\.bytes)
    let foreign = foreignLines(of: block)
    if foreign.isEmpty, after.isEmpty {
      before.removeLast(min(block.padding, before.count))
    }
    return before + foreign + after
  }

  private func foreignLines(of block: Block) -> [UInt8] {
    var result: [UInt8] = []
    var header: Line?
    for line in block.lines where !line.isOurs {
      if line.isHeader {
        header = line
      } else {
        if let pending = header { result += pending.bytes }
        header = nil
        result += line.bytes
      }
    }
    return result
  }

  /// `file` and the block after it, in the line breaks that the file uses.
  static func appending(_ lines: [String], to file: [UInt8]) -> [UInt8] {
    let usesReturns = ConfigText(file).lines.first?.bytes.suffix(2).elementsEqual([13, 10])
    let newline: [UInt8] = usesReturns == true ? [13, 10] : [10]
    var padding: [UInt8] = []
    if let last = file.last, last != UInt8(ascii: "\n") { padding += newline }
    // A last line that ends in a backslash would swallow what follows it.
    let tail = ConfigText(file).lines.last?.content.utf8.last
    if tail == UInt8(ascii: "\\") { padding += newline }
    let mark = begin + (padding.isEmpty ? "" : " and \(padding.count) bytes before them")
    return file + padding + ([mark] + lines + [end]).flatMap { Array($0.utf8) + newline }
  }
}

extension String {
  /// Without blanks, tabs and line breaks at either end.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
