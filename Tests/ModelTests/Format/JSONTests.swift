import Model
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
