import Git
import Lanes
public import Model
import Trust

/// A line of what a packet's lane, worker or gates wrote.
public struct WorkerLogLine: Hashable, Sendable {
  public enum Source: String, Hashable, Sendable {
    case output, error, gate, lane
    /// Lines that are not kept.
    case omitted
  }

  /// Counts from 1 over all attempts.
  public let seq: Int
  public let source: Source
  /// Milliseconds since 1970; nil in a transcript, which does not tell.
  public let milliseconds: Int64?
  /// What is not UTF-8 is replaced.
  public let text: String

  /// When it was written, to the second.
  public var at: Instant? { milliseconds.flatMap { Instant(seconds: $0 / 1000) } }
}

extension WorkerLogLine {
  init(_ entry: SpoolEntry) {
    switch entry {
    case .omitted(let lines):
      self.init(
        seq: lines.upperBound, source: .omitted, milliseconds: nil,
        text: "… \(lines.count) lines left out …")
    case .line(let line):
      let source: Source =
        switch line.source {
        case .output: .output
        case .error: .error
        case .gate: .gate
        case .lane, .closed: .lane
        }
      self.init(
        seq: line.seq, source: source, milliseconds: line.milliseconds,
        text: String(decoding: line.bytes, as: UTF8.self))
    }
  }
}

/// How a log tells what the program of an agent wrote.
public enum LogForm: Hashable, Sendable {
  /// In the words that are the same for all programs.
  case events
  /// As it was written.
  case original
}

extension Workspace {
  /// Tells what a packet's lane wrote after line `seq`: from its spool, and where that is gone
  /// from the transcripts that were kept. With `follows` also what comes, until the lane ends.
  public func log(
    _ name: String?, after seq: Int, follows: Bool, _ form: LogForm = .events,
    tell: (LogEntry) -> Void
  ) async throws {
    let governed = try governed()
    let id = try await packet(named: name, in: governed, among: .everyPacket)
    let place = place(of: id)
    if place.spool.segments.isEmpty, !(follows && place.isHeld) {
      // A lane that could not even begin its spool complains where its process was started.
      for (index, line) in place.complaint.enumerated() where index >= seq {
        tell(
          .line(WorkerLogLine(seq: index + 1, source: .lane, milliseconds: nil, text: line)))
      }
      let packet = try Judge(governed).packet(id) ?? story(of: id, in: governed)
      let kept = KeptLog(packet: packet, runtimes: try runtimes, form: form)
      return try kept.tell(
        after: seq, in: governed.repository, then: runsElsewhere(packet), tell)
    }
    // Where the beginning is not kept any more, the last attempt's program is the best guess.
    let packet = try? story(of: id, in: governed)
    var reading = LogReading(
      try runtimes, startingWith: form == .events ? packet?.attempts.last?.runtime : nil,
      on: packet?.work.surface ?? .stream)
    func show(_ entry: SpoolEntry) {
      let entries = form == .events ? reading.entries(of: entry) : [.line(WorkerLogLine(entry))]
      for entry in entries where entry.seq > seq { tell(entry) }
    }
    // What an event means may stand before the line from which it is told.
    let start = form == .events ? 0 : seq
    guard follows else {
      var reader = SpoolReader(place.spool, after: start)
      while let entry = try reader.next() { show(entry) }
      return
    }
    for try await entry in SpoolFollower(place.spool, after: start, lock: place.lock) {
      show(entry)
    }
  }
}
