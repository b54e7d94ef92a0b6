import Testing

@testable import Runtimes

/// Lines that come in pieces, and those that are longer than anybody can keep.
@Suite struct LongLineTests {
  private func line(_ text: String, _ ending: TranscriptLine.Ending = .open) -> TranscriptLine {
    TranscriptLine(
      seq: 1, milliseconds: nil, stream: .standard, bytes: Array(text.utf8), ending: ending)
  }

  @Test(arguments: 1..<60) func `a record is read the same however it is cut`(size: Int) {
    let text =
      #"{"type":"assistant","message":{"content":[{"type":"text","text":"a\"\u00e9é\\"}]}}"#
    var parser = ParserProfile.claude.parser()
    var bodies: [TranscriptEvent.Body] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let piece = TranscriptLine(
        seq: 1, milliseconds: nil, stream: .standard, bytes: Array(rest.prefix(size)),
        ending: rest.count > size ? .open : .newline)
      bodies += parser.events(in: piece).map(\.body)
      rest = rest.dropFirst(size)
    }
    #expect(bodies == [.message(role: .agent, text: "a\"éé\\")])
  }

  @Test func `a record counts before its newline, and nothing of it twice`() {
    var parser = ParserProfile.claude.parser()
    let first = parser.events(in: line(#"{"type":"result","subtype":"success"}"#))
    #expect(first.map(\.body) == [.end(.completed)])
    #expect(parser.events(in: line(" ", .newline)).isEmpty)
    #expect(parser.events(in: line("hello", .newline)).count == 1)
  }

  @Test func `blanks before a record hide nothing of it`() {
    var parser = ParserProfile.claude.parser()
    #expect(parser.events(in: line("  ")).isEmpty)
    let events = parser.events(in: line(#"{"type":"result","subtype":"success"}"#, .newline))
    #expect(events.map(\.body) == [.end(.completed)])
  }

  @Test func `half a line is text, and hides nothing of the next`() {
    var parser = ParserProfile.claude.parser()
    #expect(parser.events(in: line(#"{"type":"resu"#, .newline)).count == 1)
    let next = parser.events(in: line(#"{"type":"result","subtype":"success"}"#, .newline))
    #expect(next.map(\.body) == [.end(.completed)])
  }

  @Test func `of a line of a hundred megabytes the truth is kept, and little else`() {
    var gatherer = LineGatherer()
    #expect(gatherer.take(Array(#"{"usage":{"n":7},"text":""#.utf8), .open) == .nothing)
    let piece = Array(repeating: UInt8(ascii: "x"), count: 256 << 10)
    for _ in 0..<400 { #expect(gatherer.take(piece, .open) == .nothing) }
    let end = gatherer.take(Array(#"","type":"result","subtype":"success"}"#.utf8), .newline)
    guard case .record(let bytes) = end else {
      Issue.record("no record: \(end)")
      return
    }
    #expect(bytes.count < TranscriptText.bytes + 200)
    var tape = JSONTape()
    let isRead = tape.read(bytes)
    #expect(isRead)
    let record = JSONRecord(bytes, tape)
    #expect(record["type"]?.string == "result")
    #expect(record["usage"]?["n"]?.int == 7)
    #expect(record["text"]?.string?.hasSuffix("x…") == true)
  }

  @Test func `structure without end is given up, and the next line is read`() {
    var gatherer = LineGatherer()
    _ = gatherer.take(Array(#"{"a":["#.utf8), .open)
    let piece = Array(String(repeating: "1,", count: 512 << 10).utf8)
    let answers = (0..<8).map { _ in gatherer.take(piece, .open) }
    let texts = answers.filter { $0 != .nothing }
    guard case .text(let head) = texts.first else {
      Issue.record("no text")
      return
    }
    #expect(head.count == LineGatherer.brokenBytes)
    _ = gatherer.take([UInt8(ascii: "]")], .newline)
    #expect(gatherer.take(Array("{}".utf8), .newline) == .record(Array("{}".utf8)))
  }

  @Test func `text is passed on as it comes`() {
    var parser = ParserProfile.codex.parser()
    #expect(parser.events(in: line("panic: ")).map(\.body) == [.output(.standard, text: "panic: ")])
    #expect(
      parser.events(in: line("{\"type\":\"turn.completed\"}", .newline)).map(\.body)
        == [.output(.standard, text: "{\"type\":\"turn.completed\"}")])
  }
}
