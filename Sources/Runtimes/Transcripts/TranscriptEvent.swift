public import Model

/// One thing that happened in a conversation, whatever CLI it was held with.
public struct TranscriptEvent: Hashable, Sendable {
  /// The number of the line it was read from, counted from 1. It never falls, and is the same
  /// for a live reader and a late one, so `--after` may name it.
  public let seq: Int
  /// Tells events of one line apart, counted from 0.
  public let part: Int
  /// Milliseconds since 1970, where known.
  public let milliseconds: Int64?
  public let body: Body

  public enum Body: Hashable, Sendable {
    /// The program says who it is, or begins a further turn.
    case start(session: SessionID?, model: String?)
    case message(role: Role, text: String)
    case toolCall(id: String, name: String, input: String)
    case toolResult(id: String, text: String, outcome: ToolOutcome)
    case fileChange(path: String, change: FileChange)
    case usage(Usage)
    /// Work was refused until a limit resets; a warning that one is near is none.
    case limit(Limit)
    /// Not the end: several CLIs report an error and then recover.
    case error(Failure, text: String)
    case end(End)
    /// A line that is nothing else. Bytes that are not UTF-8 read as U+FFFD.
    case output(OutputChannel, text: String)
  }

  public enum Role: String, Hashable, Sendable { case user, agent, system }
  public enum ToolOutcome: String, Hashable, Sendable { case succeeded, failed, denied }
  public enum FileChange: String, Hashable, Sendable { case added, changed, deleted }

  public struct Limit: Hashable, Sendable {
    public var text: String
    public var resets: Instant?

    public init(text: String, resets: Instant?) {
      self.text = text
      self.resets = resets
    }
  }

  public enum End: Hashable, Sendable {
    case completed
    case aborted
    case failed(String)
  }

  public init(seq: Int, part: Int = 0, milliseconds: Int64?, body: Body) {
    self.seq = seq
    self.part = part
    self.milliseconds = milliseconds
    self.body = body
  }
}
