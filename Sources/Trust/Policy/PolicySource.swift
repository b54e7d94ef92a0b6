import Yams

/// The text of `policy.yml` before anything is read from it: what YAML allows and a policy does
/// not is refused here.
struct PolicySource {
  private let lines: [ArraySlice<Unicode.Scalar>]
  private let text: String

  init(_ bytes: [UInt8]) throws(PolicyTextError) {
    guard bytes.count <= PolicyText.byteLimit else {
      throw Self.error(1, 1, "it has \(bytes.count) bytes; the limit is \(PolicyText.byteLimit)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Self.error(1, 1, "it is not UTF-8")
    }
    // The parser keeps a pointer to the text, which a string of a few bytes does not have.
    guard bytes.count > 16 else { throw Self.error(1, 1, "'version' is missing") }
    self.text = text
    lines = Array(text.unicodeScalars).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { try Self.check(line, number: index + 1) }
    if bytes.contains(UInt8(ascii: "&")) { try Self.checkAliases(lines) }
  }

  func root() throws(PolicyTextError) -> PolicyNode {
    let node: Node?
    do {
      // The resolver without rules: a scalar is its text, whatever it looks like.
      node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw Self.error(error)
    } catch {
      throw Self.error(1, 1, "\(error)")
    }
    guard let node else { throw Self.error(1, 1, "'version' is missing") }
    return PolicyNode(node, path: "", in: self)
  }

  /// What stands at `mark`, where a tag or an anchor would be.
  func scalar(at mark: Mark) -> Unicode.Scalar? {
    guard lines.indices.contains(mark.line - 1) else { return nil }
    return lines[mark.line - 1].dropFirst(mark.column - 1).first
  }

  static func error(_ line: Int, _ column: Int, _ message: String) -> PolicyTextError {
    PolicyTextError(.policy, line: line, column: column, message)
  }
}

extension PolicySource {
  private static func check(
    _ line: ArraySlice<Unicode.Scalar>, number: Int
  ) throws(PolicyTextError) {
    for (index, scalar) in line.enumerated() where scalar.misleads && scalar != "\t" {
      let what = scalar == "\r" ? "lines end with LF, not CRLF" : "invisible characters mislead"
      throw error(number, index + 1, "\(what): \(scalar.escaped)")
    }
  }

  /// Refuses aliases in number before the parser runs, because it follows them, and a few dozen
  /// can stand for more nodes than there are atoms. Fewer are refused where they stand.
  private static func checkAliases(
    _ lines: [ArraySlice<Unicode.Scalar>]
  ) throws(PolicyTextError) {
    var count = 0
    for (number, line) in lines.enumerated() {
      var last: Unicode.Scalar = " "
      var isMark = false
      for (column, scalar) in line.enumerated() {
        if isMark, scalar.isInAnchor { count += 1 }
        guard count <= aliasLimit else {
          throw error(number + 1, column, "aliases are not accepted; repeat the value")
        }
        isMark = scalar == "*" && " \t[,{:".unicodeScalars.contains(last)
        last = scalar
      }
    }
  }

  /// With eight aliases a text of full length grows sixteenfold, which is still read at once.
  private static let aliasLimit = 8

  private static func error(_ error: YamlError) -> PolicyTextError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return self.error(mark.line, mark.column, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      let list = keys.map { "'\($0)'" }.joined(separator: ", ")
      return self.error(context.mark.line, context.mark.column, "\(list) is given twice")
    case .reader(let problem, _, _, _): return self.error(1, 1, problem)
    default: return self.error(1, 1, "it is not YAML: \(error)")
    }
  }
}

extension Unicode.Scalar {
  /// Whether a reader would not see this character, or see others in a wrong order.
  var misleads: Bool {
    // Nearly all characters are these, and the look-up among the others takes longer.
    if isASCII { return value < 0x20 || value == 0x7f }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  var escaped: String { "U+" + String(value, radix: 16, uppercase: true) }

  fileprivate var isInAnchor: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
      || self == "_" || self == "-"
  }
}
