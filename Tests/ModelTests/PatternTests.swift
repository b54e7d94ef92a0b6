import Model
import Testing

@Test(arguments: [
  ("src/**", "src/a.swift", true), ("src/**", "src/a/b/c", true), ("src/**", "src", false),
  ("src/**", "lib/src/a", false), ("**", "a/b", true), ("*", "a/b", true),
  ("*.swift", "a/b/c.swift", true), ("*.swift", "a.swiftx", false),
  ("Package.swift", "Package.swift", true), ("Package.swift", "deep/Package.swift", true),
  ("**/.gitmodules", ".gitmodules", true), ("**/.gitmodules", "a/b/.gitmodules", true),
  ("**/.gitmodules", "a/x.gitmodules", false), (".gitattributes", "a/.gitattributes", true),
  ("src/*", "src/a", true), ("src/*", "src/a/b", false), ("src/*/c", "src/b/c", true),
  ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false),
  ("a/**b", "a/x/yb", true), ("src**", "src/x", true), ("**/*.md", "a.md", true),
  ("?.c", "ä.c", true), ("?.c", "ab.c", false), ("a?c", "a/c", false),
  ("/README", "README", true), ("/README", "a/README", false),
  (".github/**", ".github/workflows/ci.yml", true), (".github/**", "a/.github/x", false),
  ("[ab]", "a", false), ("!a", "a", false), ("/", "a", false), ("a//b", "a/b", false),
  ("**/x/**", "x/y", true), ("**/x/**", "a/b/x/y/z", true), ("**/x/**", "xx/y", false),
])
func patternsMatchPathsAsTheDesignSays(pattern: String, path: String, expected: Bool) throws {
  #expect(try #require(Pattern(pattern)).matches(path: path) == expected)
}

@Test(arguments: [
  ("src", "src/a/b", true), ("src", "lib/src/a", true), ("src", "srcs/a", false),
  ("src/", "src/a", true), ("src/", "src", false), ("src/", "lib/src/a", true),
  ("/src/", "lib/src/a", false), ("Sources/Model", "Sources/Model/A.swift", true),
  ("Sources/Model", "Sources/Models/A.swift", false), ("Sources/Model/", "Sources/Model", false),
  ("docs/*", "docs/a/b", false), ("**/cache/", "a/cache/x", true), ("build-*/", "build-1/x", true),
])
func aDirectoryCoversWhatLiesUnderIt(pattern: String, path: String, expected: Bool) throws {
  #expect(try #require(Pattern(pattern)).matches(path: path) == expected)
}

@Test(arguments: [
  ("src/**", "src", true), ("src", "src", true), ("src/", "src", true), ("**", "src", true),
  ("**/x/**", "a/x", true), ("**/x/**", "x", true), ("src/*", "src", false),
  ("src/*/*", "src", false), ("src/a", "src", false), ("src/**", "lib/src", false),
])
func allBelowADirectoryIsCovered(pattern: String, path: String, expected: Bool) throws {
  #expect(try #require(Pattern(pattern)).matchesAll(below: path) == expected)
}

@Test(arguments: [
  ("main", "main", true), ("main", "feature/main", false), ("main", "main/x", false),
  ("release/*", "release/1", true), ("release/*", "release/1/x", false),
  ("release/**", "release/1/x", true), ("*", "a/b", false), ("**", "a/b", true),
  ("v?", "v1", true),
])
func aBranchPatternMatchesTheWholeName(pattern: String, branch: String, expected: Bool) throws {
  #expect(try #require(Pattern(pattern)).matches(branch: branch) == expected)
}

@Test(arguments: [
  (".gitattributes", "a/.GitAttributes"), ("STRASSE/**", "straße/x"),
  ("caf\u{e9}", "CAFE\u{301}"), (".github/**", ".GITHUB/workflows/ci.yml"),
])
func foldedMatchingIgnoresCaseAndTheSpellingOfAccents(pattern: String, path: String) throws {
  let pattern = try #require(Pattern(pattern))
  #expect(pattern.matchesFolded(path: path))
  #expect(!pattern.matches(path: path))
  #expect(try #require(Pattern("main")).matchesFolded(branch: "MAIN"))
}

@Test func patternsThatDifferInBytesAreTwo() {
  #expect(Pattern("caf\u{e9}") != Pattern("cafe\u{301}"))
  #expect(Pattern("a") == Pattern("a"))
  #expect(Pattern("") == nil)
  #expect(Pattern("a\nb") == nil)
}

@Test func aHostilePatternTakesNoLongerThanItsSize() throws {
  let pattern = try #require(Pattern(String(repeating: "**/*", count: 60) + "z"))
  #expect(!pattern.matches(path: String(repeating: "aa/", count: 300) + "y"))
}

/// What the design says, written as plainly as possible: too slow to use, easy to believe.
private func slowly(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
  guard let first = pattern.first else { return text.isEmpty }
  let rest = pattern.dropFirst()
  if first == "*", rest.first == "*" {
    let after = rest.dropFirst()
    return slowly(after, text) || (!text.isEmpty && slowly(pattern, text.dropFirst()))
  }
  if first == "*" {
    return slowly(rest, text)
      || (text.first.map { $0 != "/" } ?? false) && slowly(pattern, text.dropFirst())
  }
  guard let next = text.first, first == next || (first == "?" && next != "/") else { return false }
  return slowly(rest, text.dropFirst())
}

@Test(arguments: 0..<200)
func matchingAgreesWithASlowObviousMatcher(seed: Int) throws {
  var generator = SplitMix(seed: UInt64(seed))
  for _ in 0..<50 {
    let pattern = String(
      (0..<Int.random(in: 1...7, using: &generator)).map { _ in
        "ab/**?".randomElement(using: &generator)!
      })
    // `**/`, a slash at an end and a run of stars have meanings of their own, tested above.
    if pattern.contains("**/") || pattern.contains("***") || pattern.hasPrefix("/") { continue }
    let text = String(
      (0..<Int.random(in: 1...8, using: &generator)).map { _ in
        "ab/".randomElement(using: &generator)!
      })
    let expected = slowly(Array(pattern)[...], Array(text)[...])
    #expect(try #require(Pattern(pattern)).matches(branch: text) == expected, "\(pattern) \(text)")
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
