/// How a supervised command ended, and what it took.
public struct ProcessEnd: Hashable, Sendable {
  public enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// Nobody saw it end: its keeper was killed, or not even KILL ended it.
    case lost
  }

  public let status: Status
  /// Why it was stopped; nil when it ended by itself.
  public let stopped: StopCause?
  public let milliseconds: Int64
  /// All it wrote, kept or not.
  public let outputBytes: Int
  /// How many of the messages that it was steered with it has taken up.
  public let taken: Int
  /// What was still running after it ended, and was ended too; named for the first 64.
  public let leftovers: [Leftover]
  /// How many processes could not be ended, such as another user's.
  public let survivors: Int

  public var succeeded: Bool { status == .exited(0) && stopped == nil }
  public var timedOut: Bool { stopped == .timeLimit }
}

/// A process that a command left behind.
public struct Leftover: Hashable, Sendable {
  public let process: Int32
  /// What the system calls it, at most 15 bytes.
  public let name: String
}

/// Why a command was stopped before it ended by itself.
public enum StopCause: String, Hashable, Sendable {
  /// Its time was up.
  case timeLimit
  /// It wrote nothing for longer than it may.
  case silence
  /// What it tries again and again cannot succeed.
  case hopeless
  /// It had more processes at once than it may.
  case crowd
  /// Somebody wants it held: `git o8 interrupt`, or ^C in the foreground.
  case interrupt
  /// It is to hear a message that it could not take while it worked, and go on.
  case redirect
  /// Its packet is cancelled.
  case cancel
  /// The lane itself has to end.
  case shutdown
}
