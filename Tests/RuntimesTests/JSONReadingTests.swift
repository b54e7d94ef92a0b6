import Testing

@testable import Runtimes

/// The reader of records is fed what nobody would write.
@Suite struct JSONReadingTests {
  private func read(_ text: String) -> JSONRecord? { read(Array(text.utf8)) }

  private func read(_ bytes: [UInt8]) -> JSONRecord? {
    var tape = JSONTape()
    return tape.read(bytes) ? JSONRecord(bytes, tape) : nil
  }

  @Test func `members are found whatever their order, and by the first of their name`() throws {
    let record = try #require(
      read(#" {"usage":{"a":[1,2,{"b":"c"}]}, "type" : "x","type":"y","n":null} "#))
    #expect(record["type"]?.string == "x")
    #expect(record["usage"]?["a"]?.elements.last?["b"]?.string == "c")
    #expect(record["n"] == nil)
    #expect(record["usage"]?["a"]?.source == #"[1,2,{"b":"c"}]"#)
    #expect(record["usage"]?.members.map(\.key) == ["a"])
  }

  @Test(arguments: [
    "", "{", "[]", "null", "{} {}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}",
    "{\"a\":\"b}", "{\"a\":\"b\\", "{\"a\":tru}", "{\"a\":[1 2]}", "{a:1}", "{\"a\":1]", "\0{}",
    "{\"a\":\0}", "{\"a\":[}", "{\"a\":1", "{\"a\":-",
  ])
  func `what is no object is none`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `strings are read whatever is escaped in them`() throws {
    let text = try #require(
      read(#"{"t":"a\"b\\c\n\t\u00e9\ud83d\ude00\/","u":"\ud800x\udc00\ud800\ud800\uZZZZ\q"}"#))
    #expect(text["t"]?.string == "a\"b\\c\n\té😀/")
    #expect(text["u"]?.string == "\u{fffd}x\u{fffd}\u{fffd}\u{fffd}\u{fffd}ZZZZ\u{fffd}")
    let broken = try #require(read(Array(#"{"t":"a"#.utf8) + [0xff, 0x00] + Array(#"b"}"#.utf8)))
    #expect(broken["t"]?.string == "a\u{fffd}\0b")
  }

  @Test func `a long string is cut between characters`() throws {
    let long = String(repeating: "aé", count: 40_000)
    let text = try #require(read("{\"t\":\"\(long)\",\"e\":\"\\n\(long)\"}"))
    for key in ["t", "e"] as [StaticString] {
      let kept = try #require(text[key]?.string)
      #expect(kept.utf8.count <= TranscriptText.bytes + 3)
      #expect(kept.utf8.count > TranscriptText.bytes - 4)
      #expect(kept.hasSuffix("…"))
      #expect(!kept.contains("\u{fffd}"))
    }
  }

  @Test func `depth takes no stack, and what lies too deep is passed over whole`() throws {
    let deep = String(repeating: "[{\"a\":", count: 200_000)
    #expect(read("{\"a\":\(deep)") == nil)
    let closed = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let text = try #require(read("{\"a\":\(closed),\"b\":\"]}\\\"\"}"))
    #expect(text["b"]?.string == "]}\"")
    #expect(read("{\"a\":\(String(repeating: "[", count: 100_000))") == nil)
  }

  @Test func `more values than any record has are none`() {
    let many = String(repeating: "1,", count: JSONTape.tokenLimit)
    #expect(read("{\"a\":[\(many)1]}") == nil)
  }

  @Test func `a number that cannot be counted is none`() throws {
    let text = try #require(
      read(
        #"{"a":1e400,"b":99999999999999999999,"c":-3,"d":1.9,"e":--1,"f":1.5e-05,"g":"7"}"#))
    #expect(text["a"]?.number == nil)
    #expect(text["b"]?.int == nil)
    #expect(text["c"]?.count == 0)
    #expect(text["d"]?.int == 1)
    #expect(text["e"]?.number == nil)
    #expect(text["f"]?.number == 1.5e-05)
    #expect(text["g"]?.int == nil)
  }
}
