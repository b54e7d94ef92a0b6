import Model
import Runtimes
import Support

/// One transcript, read as a lane would.
struct Reading {
  var events: [TranscriptEvent] = []
  var run = RunReading()

  /// `NAME.jsonl` as standard output, and `NAME.stderr` as the other.
  init(
    _ name: String, _ profile: ParserProfile, patterns: [FailurePattern] = [],
    written: Instant? = nil
  ) {
    let output = Captures.lines("\(name).jsonl").map { (OutputChannel.standard, $0) }
    let errors = Captures.lines("\(name).stderr").map { (OutputChannel.error, $0) }
    var parser = profile.parser(patterns: patterns)
    let milliseconds = written.map { $0.seconds * 1000 }
    for (index, (channel, bytes)) in (output + errors).enumerated() {
      take(
        parser.events(
          in: TranscriptLine(
            seq: index + 1, milliseconds: milliseconds, stream: channel, bytes: bytes)))
    }
  }

  /// Lines of standard output.
  init(_ lines: [String], _ profile: ParserProfile, milliseconds: Int64? = nil) {
    var parser = profile.parser()
    for (index, line) in lines.enumerated() {
      take(
        parser.events(
          in: TranscriptLine(
            seq: index + 1, milliseconds: milliseconds, stream: .standard,
            bytes: Array(line.utf8))))
    }
  }

  private mutating func take(_ more: [TranscriptEvent]) {
    events += more
    for event in more { run.take(event) }
  }

  var bodies: [TranscriptEvent.Body] { events.map(\.body) }

  func outcome(exit: Int?, signal: Int? = nil, changed: Bool) -> Outcome {
    Outcome(
      RunFacts(
        exit: exit, signal: signal, stopped: nil, reading: run, changed: changed,
        reported: false))
  }
}
