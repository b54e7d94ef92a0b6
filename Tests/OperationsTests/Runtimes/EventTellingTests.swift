import Model
import Runtimes
import Support
import Testing

@testable import Operations

@Suite struct EventTellingTests {
  private func shown(_ capture: String, _ profile: ParserProfile) -> [String] {
    var parser: any TranscriptParser = profile.parser()
    var telling = EventTelling()
    return Captures.lines(capture).enumerated().flatMap { index, bytes in
      parser.events(
        in: TranscriptLine(
          seq: index + 1, milliseconds: nil, stream: .standard, bytes: bytes))
    }.compactMap { telling.event($0) }.filter { $0.kind == "usage" }.map(\.text)
  }

  @Test func `a count of the whole conversation is told by what it grew`() {
    #expect(
      shown("codex-app-server.jsonl", .codexServer) == [
        "1000 in, 50 out so far", "1000 in, 50 out; 2000 in, 100 out so far",
        "1000 in, 50 out; 3000 in, 150 out so far",
      ])
  }

  @Test func `a count of a turn is told as it is`() {
    #expect(shown("made/gemini.jsonl", .gemini) == ["3000 in, 150 out"])
  }

  @Test func `what repeats what was told is not told again`() {
    var telling = EventTelling()
    let usage = TranscriptEvent.Usage(
      inputTokens: 5, outputTokens: 1, costMicros: nil, counts: .conversation)
    let events = (1...3).map { TranscriptEvent(seq: $0, milliseconds: nil, body: .usage(usage)) }
    #expect(events.compactMap { telling.event($0)?.text } == ["5 in, 1 out so far"])
  }
}
