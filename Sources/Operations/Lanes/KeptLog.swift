import Git
import Model
import Runtimes

/// A packet's log from the transcripts that were kept, where its lane's own is gone.
struct KeptLog {
  let packet: Packet
  let runtimes: RuntimeRegistry
  let form: LogForm

  /// A transcript that others wrote may be this large.
  private static let transcriptBytes = 64 << 20

  /// - Parameter remark: what is said at the end.
  func tell(
    after seq: Int, in repository: Repository, then remark: String?, _ tell: (LogEntry) -> Void
  ) throws {
    var number = 0
    func say(_ text: String, _ source: WorkerLogLine.Source) {
      number += 1
      guard number > seq else { return }
      tell(.line(WorkerLogLine(seq: number, source: source, milliseconds: nil, text: text)))
    }
    var reading = LogReading(runtimes, startingWith: nil)
    for attempt in packet.attempts {
      say("attempt \(attempt.number) with \(attempt.runtime)", .lane)
      guard let kept = attempt.end?.transcript else { continue }
      guard repository.contains(kept.blob) else {
        say("the transcript is with \(kept.holder): \(kept.blob)", .omitted)
        continue
      }
      if form == .events { reading.begin(attempt.runtime, on: packet.work.surface) }
      for line in Self.lines(of: try repository.blob(kept.blob, limit: Self.transcriptBytes)) {
        let events = reading.events(
          of: TranscriptLine(
            seq: number + 1, milliseconds: nil, stream: .standard, bytes: Array(line)))
        guard let events else {
          say(String(decoding: line, as: UTF8.self), .output)
          continue
        }
        number += 1
        if number > seq { for event in events { tell(event) } }
      }
    }
    if let remark { say("\(remark): what is written meanwhile is there", .lane) }
  }

  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let newline = UInt8(ascii: "\n")
    return bytes.split(separator: newline, omittingEmptySubsequences: false)
      .dropLast(bytes.last == newline ? 1 : 0)
  }
}
