import Model
import Support
import Testing

private func read(_ text: String, at path: String = "CODEOWNERS") throws -> CodeOwners {
  try CodeOwners(Array(text.utf8), at: path)
}

@Suite("Who owns a path")
struct CodeOwnersTests {
  @Test(
    arguments: [
      ("*", "a", true), ("*", "a/b/c", true), ("**", "a/b", true),
      ("*.js", "x.js", true), ("*.js", "a/b/x.js", true), ("*.js", "x.jsx", false),
      ("*.js", "x.js/evil", true), ("/*", "a", true), ("/*", "a/b", false),
      ("docs/*", "docs/a", true), ("docs/*", "docs/a/b", false), ("docs/*", "x/docs/a", false),
      ("docs/*.md", "docs/a.md", true), ("docs/*.md", "docs/a.md/evil", true),
      ("apps/", "apps/a/b", true), ("apps/", "x/apps/a", true), ("apps/", "apps", false),
      ("/apps/", "x/apps/a", false), ("/apps/", "apps/a", true),
      ("/build/logs/", "build/logs/a", true), ("build/logs", "x/build/logs", false),
      ("**/logs", "a/b/logs", true), ("**/logs", "logs/a", true), ("**/logs", "logs", true),
      ("src/**/x", "src/x", true), ("src/**/x", "src/a/b/x", true), ("src/**", "src/a/b", true),
      ("src/**", "src", false), ("s?c", "src/a", true), ("s?c", "s/c", false),
      ("src", "src/a", true), ("src", "x/src", true), ("src/a", "src/a/b", true),
      ("/README.md", "README.md", true), ("/README.md", "a/README.md", false), ("/", "a", false),
      ("a**b", "axxb", true), ("a**b", "ax/xb", false),
      ("My\\ File.txt", "My File.txt", true), ("\\#x", "#x", true), ("a\\\\b", "a\\b", true),
      // Another spelling of the same directory has its owners.
      ("src/net/", "SRC/Net/x", true), ("caf\u{e9}/", "cafe\u{301}/x", true),
    ])
  func aPatternCovers(pattern: String, path: String, covers: Bool) throws {
    let owners = try read("\(pattern) @ann\n")
    #expect(owners.faults.isEmpty, "\(owners.faults)")
    #expect((owners.line(covering: path) != nil) == covers)
  }

  @Test func theLastLineThatCoversAPathDecides() throws {
    let owners = try read(
      """
      # what nobody else owns
      * @everybody

      /src/ @ann @org/net  # and a comment
      /src/gen/
      /src/gen/keep.c ben@example.com
      """)
    #expect(owners.line(covering: "a")?.owners == ["@everybody"])
    #expect(owners.line(covering: "src/a")?.number == 4)
    #expect(owners.line(covering: "src/a")?.owners == ["@ann", "@org/net"])
    #expect(owners.line(covering: "src/gen/x")?.owners == [])
    #expect(owners.line(covering: "src/gen/keep.c")?.owners == ["ben@example.com"])
  }

  @Test func windowsFilesAreReadAsOthers() throws {
    let bytes: [UInt8] = [0xef, 0xbb, 0xbf] + Array("* @ann\r\n/a\t@ben \r\n\r\n".utf8)
    let owners = try CodeOwners(bytes, at: "CODEOWNERS")
    #expect(owners.lines.map(\.owners) == [["@ann"], ["@ben"]])
    #expect(owners.faults.isEmpty)
  }

  @Test(
    arguments: [
      ("!src @ann", "negated"), ("src/[ab] @ann", "brackets"), ("[Docs] @ann", "brackets"),
      ("^[Docs]", "brackets"), ("a***b @ann", "***"), ("src ann", "'ann' is neither"),
      ("src @", "'@' is neither"), ("src @a//b", "neither"), ("src @a@b", "neither"),
      ("src a@b@c", "neither"), ("src\u{1} @ann", "control"), ("src\u{1b}[2J @ann", "control"),
      ("src\\", "backslash"), ("a\\*b @ann", "escaped"), ("src @\u{e4}", "neither"),
      ("src " + Array(repeating: "@a", count: 101).joined(separator: " "), "more than 100"),
      (String(repeating: "a", count: 4097) + " @ann", "4096"),
    ])
  func aLineThatCannotBeUnderstoodIsNamed(line: String, says: String) throws {
    let owners = try read("* @ann\n\(line)\n/x @ben\n")
    #expect(owners.faults.map(\.number) == [2])
    #expect(owners.faults.first?.reason.contains(says) == true, "\(owners.faults)")
    #expect(owners.lines.map(\.number) == [1, 3])
  }

  @Test func whatIsNoTextSaysNothing() {
    for bytes: [UInt8] in [[0], Array("* @a\n".utf8) + [0], [0xff, 0xfe, 0x2a], [0xc3]] {
      #expect(throws: CodeOwners.Unreadable("it is no text in UTF-8")) {
        try CodeOwners(bytes, at: "CODEOWNERS")
      }
    }
  }

  @Test func aHundredThousandLinesAreReadAndOneMoreIsNot() throws {
    let lines = CodeOwners.lineLimit
    var text = (0..<lines).map { "/\($0) @ann\n" }.joined()
    let owners = try read(text)
    #expect(owners.lines.count == lines)
    #expect(owners.line(covering: "99999/x")?.number == lines)
    #expect(owners.line(covering: "100000") == nil)
    text += "/x @ann\n"
    #expect(throws: CodeOwners.Unreadable("it has more than 100000 lines")) { try read(text) }
    let large = [UInt8](repeating: UInt8(ascii: "\n"), count: CodeOwners.byteLimit + 1)
    #expect(throws: CodeOwners.Unreadable.self) { try CodeOwners(large, at: "CODEOWNERS") }
  }

  @Test func whatWouldTakeTooLongIsNotCompared() throws {
    let stars = String(repeating: "*a", count: 500)
    let owners = try read((0..<300).map { "\(stars)\($0) @ann\n" }.joined())
    // What it would take is counted beforehand, not measured.
    let paths = (0..<100).map { "\($0)/" + String(repeating: "b", count: 400) }
    #expect(owners.claims(on: paths, under: try Samples.policy()) == nil)
    let plain = try read((0..<20_000).map { "/dir\($0)/ @ann\n" }.joined())
    let many = (0..<5000).map { "dir\($0)/a" }
    #expect(plain.claims(on: many, under: try Samples.policy())?.count == 5000)
  }
}

/// What a line covers by the words of the format alone: components, one after the other.
private struct Reference {
  static func covers(_ pattern: String, _ path: String) -> Bool {
    var parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if pattern == "/" { return false }
    let isBelow = parts.last == "" && parts.count > 1
    if isBelow { parts.removeLast() }
    if parts.first == "" { parts.removeFirst() } else if parts.count == 1 { parts = ["**"] + parts }
    let names = path.split(separator: "/").map(String.init)
    // What covers a directory covers all in it.
    return (1...names.count).contains { count in
      if isBelow, count == names.count { return false }
      if !isBelow, count < names.count, ["*", "**"].contains(parts.last) { return false }
      return matches(parts[...], names[..<count])
    }
  }

  private static func matches(_ parts: ArraySlice<String>, _ names: ArraySlice<String>) -> Bool {
    guard let part = parts.first else { return names.isEmpty }
    if part == "**" {
      // At the end it stands for one at least, elsewhere also for none.
      let fewest = parts.count == 1 ? 1 : 0
      return (fewest...max(fewest, names.count)).contains {
        $0 <= names.count && matches(parts.dropFirst(), names.dropFirst($0))
      }
    }
    guard let name = names.first else { return false }
    return fits(Array(part)[...], Array(name)[...]) && matches(parts.dropFirst(), names.dropFirst())
  }

  private static func fits(
    _ part: ArraySlice<Character>, _ name: ArraySlice<Character>
  ) -> Bool {
    guard let first = part.first else { return name.isEmpty }
    if first == "*" {
      return (0...name.count).contains { fits(part.dropFirst(), name.dropFirst($0)) }
    }
    guard let letter = name.first, first == "?" || first == letter else { return false }
    return fits(part.dropFirst(), name.dropFirst())
  }
}

@Test(arguments: 0..<200)
func ownersAreFoundAsAReaderOfTheFormatFindsThem(seed: Int) throws {
  var random = SeededRandom(seed: UInt64(seed))
  func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
  func joined(_ words: [String]) -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in pick(words) }.joined(separator: "/")
  }
  let lines = (0..<Int.random(in: 1...12, using: &random)).map { _ in
    let body = joined(["a", "b", "ab", "*", "a*", "?b", "**"])
    return pick(["", "/"]) + body + pick(["", "", "/"])
  }
  let owners = try read(lines.map { "\($0) @ann\n" }.joined())
  for _ in 0..<40 {
    let path = joined(["a", "b", "ab", "aab", "c"])
    let expected = lines.lastIndex { Reference.covers($0, path) }.map { $0 + 1 }
    #expect(owners.line(covering: path)?.number == expected, "\(path) by \(lines)")
  }
}
