import Runtimes
import Support
import Testing

/// What can be read of a terminal's output.
@Suite struct TerminalTranscriptTests {
  private func texts(_ pieces: String...) -> [String] {
    var parser = TerminalTranscriptParser()
    return pieces.enumerated().flatMap { index, piece in
      parser.events(
        in: TranscriptLine(
          seq: index + 1, milliseconds: 0, stream: .standard, bytes: Array(piece.utf8)))
    }.map {
      guard case .output(_, let text) = $0.body else { return "?" }
      return text
    }
  }

  @Test func `letters stay, and what colours or configures goes`() {
    #expect(texts("\u{1b}[1;31mred\u{1b}[0m \u{1b}(Bü\u{1b}=\u{1b}[?25l") == ["red ü"])
    #expect(texts("\u{1b}]0;title\u{7}a\u{1b}]8;;http://x\u{1b}\\b\u{1b}Pq#0\u{1b}\\c") == ["abc"])
  }

  @Test func `words that are set apart by moving stay apart`() {
    #expect(texts("one\u{1b}[1Ctwo\u{1b}[2;5Hthree\rfour\r\n") == ["one two\nthree\nfour"])
    #expect(texts("one\u{1b}[9Gtwo\u{1b}[20G three") == ["one two  three"])
    #expect(texts("a\u{1b}[99999999999Cb\u{1b}[9999Cc").first!.utf8.count <= 2 * 80 + 3)
    #expect(texts("ab\u{8}c, ü\u{8}o") == ["ac, o"])
  }

  @Test func `a sequence may be cut anywhere`() {
    #expect(texts("a\u{1b}", "[3", "1mb", "\u{1b}]2;x", "y\u{7}c") == ["a", "b", "c"])
  }

  @Test func `a string that does not end swallows a page and no more`() {
    let lines = (0..<400).map { _ in String(repeating: "x", count: 20) }
    var parser = TerminalTranscriptParser()
    var count = 0
    for (index, line) in (["\u{1b}]2;"] + lines).enumerated() {
      count +=
        parser.events(
          in: TranscriptLine(
            seq: index + 1, milliseconds: 0, stream: .standard, bytes: Array(line.utf8))
        ).count
    }
    #expect(count > 150)
  }

  @Test func `an empty line is one, and a mere movement is none`() {
    #expect(texts("", "\r", "\u{1b}[H\u{1b}[2J", "  ") == ["", ""])
  }

  @Test(arguments: 0..<200) func `nothing that moves a cursor is left of anything`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var parser = TerminalTranscriptParser()
    for number in 1...40 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : Array("\u{1b}[]P0;Hm\u{7}".utf8).randomElement(using: &random)!
      }.filter { $0 != 10 }
      for event in parser.events(
        in: TranscriptLine(seq: number, milliseconds: 0, stream: .standard, bytes: bytes))
      {
        guard case .output(_, let text) = event.body else { continue }
        #expect(!text.utf8.contains { $0 < 0x20 && $0 != 10 && $0 != 9 || $0 == 0x7f })
      }
    }
  }
}
