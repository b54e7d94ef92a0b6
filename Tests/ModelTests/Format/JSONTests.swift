import Model
import Support
import Testing

@Suite struct CanonicalJSON {
  private static let table: [(JSONValue, String)] = [
    (JSONValue.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-1, "-1"),
    (.integer(.max), "9223372036854775807"), (.integer(.min), "-9223372036854775808"),
    ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{8}\u{9}\u{a}\u{c}\u{d}", #""\b\t\n\f\r""#),
    ("\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
    ("日本 ☕️ é", "\"日本 ☕️ é\""), ("e\u{301}", "\"\u{e9}\""), ("\u{212b}", "\"\u{c5}\""),
    ([], "[]"), ([:], "{}"), ([1, [2, []], nil], "[1,[2,[]],null]"),
    (["b": 1, "a": ["z": true, "A": "x"]], #"{"a":{"A":"x","z":true},"b":1}"#),
    (["é": 1, "z": 2, "Z": 3, "": 4], #"{"":4,"Z":3,"z":2,"é":1}"#),
    (["\u{ffff}": 1, "\u{10000}": 2], "{\"\u{ffff}\":1,\"\u{10000}\":2}"),
  ]

  @Test(arguments: table)
  func aValueHasOneText(value: JSONValue, text: String) throws {
    #expect(value.canonical() == Array(text.utf8))
    #expect(try JSONValue(canonical: Array(text.utf8)) == value)
  }

  @Test(arguments: [
    #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, "{\"\u{e9}\":1,\"e\u{301}\":2}", "1.0", "1e3", "1E3",
    "0.5", "01", "-0", "-", "+1", "9223372036854775808", "NaN", "tru", "nulll", "[1,]", "[,1]",
    #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "{1:2}", #""a"#, #""\x""#, #""\u12""#, #""\ud800""#,
    #""\ud800\u0041""#, #""\udc00""#, #""\ud83dx""#, "\"\u{1}\"", "[", "{", "", " ", "1 2", "'a'",
  ])
  func whatIsNotStrictJSONIsRefused(text: String) {
    #expect(throws: FormatError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }

  @Test(arguments: [
    " 1", "1 ", "[1, 2]", "{\"b\":1,\"a\":2}", #""\u0061""#, #""\/""#, #""\u00e9""#, #""\u000A""#,
    #""\u000a""#, "\"e\u{301}\"", #""\ud83d\ude00""#,
  ])
  func anotherSpellingIsReadButIsNotCanonical(text: String) throws {
    _ = try JSONValue(parsing: Array(text.utf8))
    #expect(throws: FormatError.self) { try JSONValue(canonical: Array(text.utf8)) }
  }

  /// Reading tells by itself whether a text is canonical; writing it again is the definition.
  @Test func aTextIsCanonicalExactlyWhereWritingItsValueGivesIt() throws {
    var random = SeededRandom(seed: 20)
    var canonical = 0
    for _ in 0..<4000 {
      var speller = JSONSpeller(oddity: [0, 0.02, 0.2].randomElement(using: &random)!)
      let text = Array(speller.text(depth: 0, &random).utf8)
      let value = try? JSONValue(parsing: text)
      let isCanonical = value.map { $0.canonical() == text } ?? false
      #expect((try? JSONValue(canonical: text)) == (isCanonical ? value : nil))
      canonical += isCanonical ? 1 : 0
    }
    #expect((1000..<3500).contains(canonical), "both kinds have to occur")
  }

  @Test func surrogatePairsAreOneCharacter() throws {
    #expect(try JSONValue(parsing: Array(#""\ud83d\uDE00""#.utf8)) == "😀")
  }

  @Test(arguments: [
    [UInt8]([0xff]), [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
  ])
  func textThatIsNoUTF8IsRefused(bytes: [UInt8]) {
    #expect(throws: FormatError.self) {
      try JSONValue(parsing: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
    }
  }

  @Test func depthHasAnEnd() throws {
    func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
      Array((String(repeating: open, count: depth) + String(repeating: close, count: depth)).utf8)
    }
    _ = try JSONValue(parsing: nested(JSONReader.depthLimit + 1, "[", "]"))
    for depth in [JSONReader.depthLimit + 2, 100_000] {
      #expect(throws: FormatError.self) { try JSONValue(parsing: nested(depth, "[", "]")) }
      #expect(throws: FormatError.self) { try JSONValue(parsing: nested(depth, "{\"a\":", "}")) }
    }
  }
}

/// Writes random values as text, mostly in the canonical spelling.
private struct JSONSpeller {
  /// How likely each choice is to be another spelling.
  let oddity: Double

  private static let characters = [
    "a", "Z", "0", "\u{e9}", "\u{65e5}", "\u{1f600}", "/", "\\\"", "\\\\", "\\n", "\\u0001",
    "\\u001f",
  ]
  private static let oddCharacters = [
    "\\/", "\\u0041", "\\u001F", "\\u000a", "\\u00e9", "e\u{301}", "\u{212b}", "\\ud83d\\ude00",
    "\u{301}",
  ]

  mutating func text(depth: Int, _ random: inout SeededRandom) -> String {
    let kinds = depth < 3 ? 0..<7 : 0..<4
    switch Int.random(in: kinds, using: &random) {
    case 0: return ["null", "true", "false"].randomElement(using: &random)!
    case 1: return "\(Int64.random(in: -9...9, using: &random))"
    case 2, 3: return string(&random)
    case 4:
      return list(
        "[", "]", (0..<count(&random)).map { _ in text(depth: depth + 1, &random) }, &random)
    default:
      var keys = Set((0..<count(&random)).map { _ in string(&random) }).sorted {
        $0.utf8.dropFirst().dropLast().lexicographicallyPrecedes($1.utf8.dropFirst().dropLast())
      }
      if isOdd(&random) { keys.shuffle(using: &random) }
      let members = keys.map { key in
        "\(key)\(space(&random)):\(space(&random))\(text(depth: depth + 1, &random))"
      }
      return list("{", "}", members, &random)
    }
  }

  private func list(
    _ open: String, _ close: String, _ parts: [String], _ random: inout SeededRandom
  ) -> String {
    open + space(&random) + parts.joined(separator: "," + space(&random)) + close
  }

  private func string(_ random: inout SeededRandom) -> String {
    let characters = (0..<count(&random)).map { _ in
      (isOdd(&random) ? Self.oddCharacters : Self.characters).randomElement(using: &random)!
    }
    return "\"\(characters.joined())\""
  }

  private func space(_ random: inout SeededRandom) -> String {
    isOdd(&random) ? [" ", "\n", "\t", "\r"].randomElement(using: &random)! : ""
  }

  private func count(_ random: inout SeededRandom) -> Int { Int.random(in: 0..<4, using: &random) }

  private func isOdd(_ random: inout SeededRandom) -> Bool {
    Double.random(in: 0..<1, using: &random) < oddity
  }
}
