/// The parser for what codex wrote to a lane, by whichever of its two protocols it was run.
///
/// The first line tells: `exec` begins with a type, the server with the answer to a request. A later
/// reader need not know how the attempt was started.
struct CodexCaptureParser: TranscriptParser {
  private var parser: (any TranscriptParser & Sendable)?

  mutating func events(in line: TranscriptLine) -> [TranscriptEvent] {
    if parser == nil, line.stream == .standard, line.bytes.first == UInt8(ascii: "{") {
      let isServer = !line.bytes.starts(with: Array(#"{"type":"#.utf8))
      parser = (isServer ? ParserProfile.codexServer : .codex).parser(clock: .here)
    }
    guard parser != nil else {
      var plain = PlainTranscriptParser()
      return plain.events(in: line)
    }
    return parser?.events(in: line) ?? []
  }
}
