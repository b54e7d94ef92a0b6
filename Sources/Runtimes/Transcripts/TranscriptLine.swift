/// Where a transcript comes from.
public enum TranscriptOrigin: Hashable, Sendable {
  /// What a lane captured from the program's own outputs.
  case capture
  /// The file a CLI keeps of a conversation.
  case session(SessionID)
}

/// A line, or a piece of a long one, as it was captured.
public struct TranscriptLine: Hashable, Sendable {
  /// Counted from 1 over the whole transcript.
  public let seq: Int
  public let milliseconds: Int64?
  public let stream: OutputChannel
  /// Without the newline.
  public let bytes: [UInt8]
  public let ending: Ending

  public enum Ending: Hashable, Sendable {
    case newline
    /// The same line goes on in the next piece of this stream.
    case open
  }

  public init(
    seq: Int, milliseconds: Int64?, stream: OutputChannel, bytes: [UInt8],
    ending: Ending = .newline
  ) {
    self.seq = seq
    self.milliseconds = milliseconds
    self.stream = stream
    self.bytes = bytes
    self.ending = ending
  }
}
