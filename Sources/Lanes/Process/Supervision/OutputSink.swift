public import Runtimes
internal import Synchronization

/// Takes a command's output as it comes. It never fails and never waits: a full disk or a slow
/// reader must not become the worker's problem.
public protocol OutputSink: Sendable {
  /// `bytes` are valid during the call only.
  func take(_ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64)
  /// Nothing has come for a moment: what was held back for its line's end is to be shown now.
  func pause()
}

/// Keeps beginning and end of the output in memory, and passes all of it on.
public final class LogSink: OutputSink {
  private let log: Mutex<BoundedLog>
  private let next: (any OutputSink)?

  public init(limit: Int = BoundedLog.defaultLimit, passingTo next: (any OutputSink)? = nil) {
    self.log = Mutex(BoundedLog(limit: limit))
    self.next = next
  }

  public var captured: BoundedLog { log.withLock { $0 } }

  public func take(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) {
    log.withLock { $0.append(bytes) }
    next?.take(bytes, from: channel, at: milliseconds)
  }

  public func pause() { next?.pause() }
}
