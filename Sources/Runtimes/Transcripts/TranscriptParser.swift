/// Turns lines into events, one pass, in memory that does not grow with the transcript.
public protocol TranscriptParser: Sendable {
  /// What `line` says; an unknown line becomes `.output`, never an error.
  mutating func events(in line: TranscriptLine) -> [TranscriptEvent]
}

/// The parser for programs that speak no protocol: every line is an event.
public struct PlainTranscriptParser: TranscriptParser, Sendable {
  public init() {}

  public mutating func events(in line: TranscriptLine) -> [TranscriptEvent] {
    [
      TranscriptEvent(
        seq: line.seq, milliseconds: line.milliseconds,
        body: .output(line.stream, text: String(decoding: line.bytes, as: UTF8.self)))
    ]
  }
}
