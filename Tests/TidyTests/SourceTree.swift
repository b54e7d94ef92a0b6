import Foundation

/// This project's own tree, as it stands beside the tests that were built from it.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The names in a folder, or nothing where there is none.
  static func names(in folder: String) -> [String] {
    let path = root.appendingPathComponent(folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Every Swift file at or below a folder.
  static func swiftFiles(in folder: String) -> [SwiftFile] {
    let base = root.appendingPathComponent(folder).path
    let names = FileManager.default.enumerator(atPath: base)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted()
      .compactMap { name in
        guard let text = try? String(contentsOfFile: "\(base)/\(name)", encoding: .utf8) else {
          return nil
        }
        return SwiftFile(path: "\(folder)/\(name)", text: text)
      }
  }

  static var product: [SwiftFile] { ["Sources", "Hooks", "Templates"].flatMap(swiftFiles) }
  static var everything: [SwiftFile] { product + swiftFiles(in: "Tests") }
}

/// One file of Swift, read by lines and not by a parser: what is looked for is plain enough.
struct SwiftFile: CustomStringConvertible {
  let path: String
  let text: String

  var description: String { path }

  /// The modules it imports, whatever the access level.
  var imports: Set<String> {
    let pattern =
      #/^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
    return Set(lines.compactMap { $0.prefixMatch(of: pattern).map { String($0.output.1) } })
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Its lines with comments and the insides of string literals taken out.
  var code: [String] {
    lines.map { line in
      var rest = line.replacing(#/"(?:[^"\\]|\\.)*"/#, with: "\"\"")
      if let comment = rest.firstRange(of: "//") { rest.removeSubrange(comment.lowerBound...) }
      return String(rest)
    }
  }

  /// Where `pattern` occurs in its code, as `path:line`.
  func places(of pattern: Regex<Substring>) -> [String] {
    code.enumerated().filter { $0.element.contains(pattern) }.map { "\(path):\($0.offset + 1)" }
  }
}
