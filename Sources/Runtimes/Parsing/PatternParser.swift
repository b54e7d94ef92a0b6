/// The parser for programs that speak no protocol: every line is shown, and some mean trouble.
struct PatternParser: TranscriptParser, Sendable {
  /// Bytes of a line that patterns are held against.
  private static let lookBytes = 1024
  /// A limit that ends sooner is one that the program waits for by itself.
  private static let shortestLimitSeconds: Int64 = 60

  private let patterns: [FailurePattern]
  private let clock: WallClock

  init(_ patterns: [FailurePattern], _ clock: WallClock) {
    self.patterns = patterns
    self.clock = clock
  }

  mutating func events(in line: TranscriptLine) -> [TranscriptEvent] {
    var sink = EventSink(line, clock, latest: nil)
    let text = TranscriptText.text(line.bytes[...])
    sink.add(.output(line.stream, text: text))
    guard !patterns.isEmpty else { return sink.events }
    let folded = TextPattern.folded(line.bytes.prefix(Self.lookBytes))
    if let match = patterns.first(where: { $0.pattern.matches(folded) }) {
      sink.error(match.kind, text)
      if match.kind == .rateLimit { sink.limit(text, longerThan: Self.shortestLimitSeconds) }
    }
    return sink.events
  }
}
