public import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The outbox as the worker has it: a directory to leave messages in, and beside it the one where
/// the lane leaves its replies.
public struct WorkerOutbox: Hashable, Sendable {
  /// What `$O8_OUTBOX` says.
  public let directory: String

  /// Where the lane leaves replies, for an outbox in `directory`.
  static func replies(beside directory: String) -> String {
    Folder.parent(of: Folder.plain(directory)) + "/replies"
  }

  /// The kernel tells of a reply at once; this is for file systems where it does not.
  private static let tickMilliseconds = 500

  public init(_ directory: String) { self.directory = directory }

  public var isThere: Bool { Folder.isDirectory(directory) }

  /// Leaves a message and returns the name under which a reply will stand. A reader sees all of
  /// it or nothing: it gets its name when it is whole.
  @discardableResult
  public func post(_ message: WorkerMessage) throws(SystemFailure) -> String {
    // Names sort as their messages were sent, and two processes never choose the same.
    let name = "\(Platform.wallMilliseconds)-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).json"
    try put(message.bytes, under: name)
    return name
  }

  /// Tells the lane that the reply of that name was read.
  public func confirm(_ name: String) throws(SystemFailure) {
    try put(WorkerReceipt.bytes, under: name)
  }

  private func put(_ bytes: [UInt8], under name: String) throws(SystemFailure) {
    let fresh = "\(directory)/.\(name)"
    try Folder.write(bytes, to: fresh)
    guard rename(fresh, "\(directory)/\(name)") == 0 else {
      let failure = SystemFailure("write", "\(directory)/\(name)", lastErrno: errno)
      unlink(fresh)
      throw failure
    }
  }

  /// What the lane replied to a message; nil where it has not yet, or cannot be understood.
  public func reply(to name: String) -> WorkerReply? {
    let path = "\(Self.replies(beside: directory))/\(name)"
    return Folder.smallFile(at: path, limit: WorkerReply.fileBytes).flatMap {
      try? WorkerReply($0)
    }
  }

  /// The same, as soon as there is one; nil where there is none after so long.
  public func awaitReply(to name: String, seconds: Int) async -> WorkerReply? {
    let last = Platform.milliseconds + Int64(seconds) * 1000
    let watch = DirectoryWatch(
      Self.replies(beside: directory), tickMilliseconds: Self.tickMilliseconds)
    for await _ in watch.changes {
      if let reply = reply(to: name) { return reply }
      if Platform.milliseconds >= last { break }
    }
    withExtendedLifetime(watch) {}
    return nil
  }
}
