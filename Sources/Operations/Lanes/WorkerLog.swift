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

extension Workspace {
  /// Tells what a packet's lane wrote after line `seq`: from its spool, and where that is gone
  /// from the transcripts that were kept. With `follows` also what comes, until the lane ends.
  public func log(
    _ name: String?, after seq: Int, follows: Bool, tell: (WorkerLogLine) -> Void
  ) async throws {
    let governed = try governed()
    let id = try await packet(named: name, in: governed, among: .everyPacket)
    let place = place(of: id)
    if place.spool.segments.isEmpty, !(follows && place.isHeld) {
      // A lane that could not even begin its spool complains where its process was started.
      for (index, line) in place.complaint.enumerated() where index >= seq {
        tell(WorkerLogLine(seq: index + 1, source: .lane, milliseconds: nil, text: line))
      }
      let packet = try Judge(governed).packet(id) ?? story(of: id, in: governed)
      return try transcripts(
        of: packet, after: seq, in: governed.repository, then: runsElsewhere(packet), tell: tell)
    }
    guard follows else {
      var reader = SpoolReader(place.spool, after: seq)
      while let entry = try reader.next() { tell(WorkerLogLine(entry)) }
      return
    }
    for try await entry in SpoolFollower(place.spool, after: seq, lock: place.lock) {
      tell(WorkerLogLine(entry))
    }
  }

  /// A transcript that others wrote may be this large.
  private static let transcriptBytes = 64 << 20

  private func transcripts(
    of packet: Packet, after seq: Int, in repository: Repository, then remark: String?,
    tell: (WorkerLogLine) -> Void
  ) throws {
    var number = 0
    func say(_ text: String, _ source: WorkerLogLine.Source) {
      number += 1
      guard number > seq else { return }
      tell(WorkerLogLine(seq: number, source: source, milliseconds: nil, text: text))
    }
    for attempt in packet.attempts {
      say("attempt \(attempt.number) with \(attempt.runtime)", .lane)
      guard let kept = attempt.end?.transcript else { continue }
      guard repository.contains(kept.blob) else {
        say("the transcript is with \(kept.holder): \(kept.blob)", .omitted)
        continue
      }
      let bytes = try repository.blob(kept.blob, limit: Self.transcriptBytes)
      for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .dropLast(bytes.last == UInt8(ascii: "\n") ? 1 : 0)
      {
        say(String(decoding: line, as: UTF8.self), .output)
      }
    }
    if let remark { say("\(remark): what is written meanwhile is there", .lane) }
  }
}
