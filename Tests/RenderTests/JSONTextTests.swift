import Foundation
import Model
import Render
import Support
import Testing

@Suite("JSON that is printed")
struct JSONTextTests {
  @Test("one line, keys sorted")
  func oneLine() {
    let value: JSONValue = ["b": [1, nil, true], "a": "x\"\\\n", "c": [:], "d": []]
    #expect(
      JSONText(.oneLine).text(of: value)
        == #"{"a":"x\"\\\n","b":[1,null,true],"c":{},"d":[]}"#)
  }

  @Test("indented for people")
  func indented() {
    let value: JSONValue = ["a": [1], "b": []]
    #expect(
      JSONText(.indented).text(of: value) == "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}")
  }

  @Test("controls and direction marks are escaped, letters keep their bytes")
  func escapes() {
    let text = JSONText(.oneLine).text(of: .string("\u{1b}\u{202e}\u{e0041}e\u{301}\r"))
    #expect(text == #""\u001b\u202e\udb40\udc41"# + "e\u{301}" + #"\u000d""#)
  }

  @Test("whatever the text, another reader reads the same", arguments: 0..<100)
  func readsBack(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var text = ""
    for _ in 0..<40 {
      let limit: UInt32 = Bool.random(using: &random) ? 0x100 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    let json = JSONText(.indented).text(of: ["k": .string(text)])
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
    #expect(read?["k"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
  }
}
