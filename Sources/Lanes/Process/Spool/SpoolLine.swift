public import Runtimes

/// A line of a lane's spool, or a piece of a line that is longer than a spool holds back.
public struct SpoolLine: Hashable, Sendable {
  /// Counted from 1 over the whole spool, all attempts and restarts of the lane included.
  public let seq: Int
  /// Since 1970.
  public let milliseconds: Int64
  public let source: SpoolSource
  /// As written, without the newline.
  public let bytes: [UInt8]
  public let ending: TranscriptLine.Ending

  /// The line as a runtime's parser takes it; nil for what no worker wrote.
  public var transcriptLine: TranscriptLine? {
    let channel: OutputChannel
    switch source {
    case .output: channel = .standard
    case .error: channel = .error
    case .gate, .lane, .closed: return nil
    }
    return TranscriptLine(
      seq: seq, milliseconds: milliseconds, stream: channel, bytes: bytes, ending: ending)
  }
}

/// Who wrote a line of a spool. The raw value stands in the file.
public enum SpoolSource: UInt8, Hashable, Sendable {
  /// The worker's standard output, or both outputs together.
  case output = 0x6f  // o
  case error = 0x65  // e
  case gate = 0x67  // g
  /// The lane itself: what it does besides running the worker.
  case lane = 0x6c  // l
  /// The lane's last word before its process ends.
  case closed = 0x78  // x

  init(_ channel: OutputChannel) { self = channel == .error ? .error : .output }
}

/// What a reader of a spool finds next.
public enum SpoolEntry: Hashable, Sendable {
  case line(SpoolLine)
  /// These lines are not kept: the output outgrew the spool, or the disk was full.
  case omitted(ClosedRange<Int>)
}
