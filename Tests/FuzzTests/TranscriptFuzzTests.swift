import Fuzzing
import Runtimes
import Support
import Testing

/// What workers write is read by these, whatever it is.
@Suite struct TranscriptParsers {
  /// As many as take a second without optimising; some inputs are of a hundred thousand lines.
  private static let rounds: UInt64 = 60
  /// A text that is kept may triple where none of its bytes is one of a character's.
  private static let textBytes = 3 * (64 << 10) + 3

  @Test(arguments: ParserProfile.allCases)
  func whatIsMadeOfATranscriptIsRead(profile: ParserProfile) throws {
    let samples = try Captures.names().filter { !$0.hasPrefix("mini") }.map {
      Sample(name: $0, bytes: try Captures.bytes($0))
    }
    let decoder = Self.decoder(profile)
    #expect(decoder.firstBroken(0..<Self.rounds, samples: samples) == nil)
  }

  private static func decoder(_ profile: ParserProfile) -> Decoder {
    Decoder(
      profile.rawValue,
      words: [
        "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud800", "null", "1e999", "-", ":", ",",
        "\"type\":", "\"result\"", "\"error\":", "\"message\":", "\"content\":[", "\"usage\":{",
        "\"resetsAt\":", "99999999999999999999", "resets 2:46am", "try again at ", "\n{",
      ]
    ) { bytes in
      let patterns = [FailurePattern(.auth, "error*key")].compactMap { $0 }
      var parser = profile.parser(patterns: patterns)
      var run = RunReading()
      var last = (seq: 0, part: 0)
      for line in lines(bytes) {
        for (part, event) in parser.events(in: line).enumerated() {
          try law(event.seq == line.seq && event.part == part, "events are numbered")
          try law((event.seq, event.part) > last, "events come in order")
          try law(size(event.body) <= textBytes, "texts are cut")
          last = (event.seq, event.part)
          run.take(event)
        }
      }
      return run.end == nil ? .refused("no end") : .taken
    }
  }

  /// Lines whole and in pieces, of either output, as the bytes themselves have it.
  private static func lines(_ bytes: [UInt8]) -> [TranscriptLine] {
    var lines: [TranscriptLine] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let length = line.count % 7 == 0 ? max(1, line.count / 3) : max(1, line.count)
      var rest = line
      repeat {
        lines.append(
          TranscriptLine(
            seq: lines.count + 1, milliseconds: line.count % 2 == 0 ? 1_795_225_065_000 : nil,
            stream: line.count % 11 == 0 ? .error : .standard,
            bytes: Array(rest.prefix(length)), ending: rest.count > length ? .open : .newline))
        rest = rest.dropFirst(length)
      } while !rest.isEmpty
    }
    return lines
  }

  private static func size(_ body: TranscriptEvent.Body) -> Int {
    switch body {
    case .message(_, let text), .output(_, let text), .error(_, let text),
      .end(.failed(let text)), .toolResult(_, let text, _), .fileChange(let text, _):
      text.utf8.count
    case .toolCall(let id, let name, let input):
      max(id.utf8.count, name.utf8.count, input.utf8.count)
    case .limit(let limit): limit.text.utf8.count
    case .start, .usage, .end: 0
    }
  }
}
