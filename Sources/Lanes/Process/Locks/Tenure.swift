internal import Git

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Work under a lock, done so that whoever has the lock next knows whether the one before was
/// killed, and which programs that one left at work.
///
/// A file stands beside the lock as long as the work is under way, locked by the process that
/// does it and by no other; every program started meanwhile has the lock's path in its
/// environment. Programs that hold the lock itself, such as keepers, are not meant.
public struct Tenure: Sendable {
  private static let variable = "O8_UNDER"

  /// What is sent to programs that are left, and how long that is given; nothing at first.
  public typealias Patience = [(signal: Int32?, milliseconds: Int64)]

  private let lock: String
  private let patience: Patience

  public init(of lock: String, patience: Patience = standardPatience) {
    self.lock = lock
    self.patience = patience
  }

  private var record: String { "\(lock).held" }

  /// Whether who had the lock was killed and nobody has worked under it since.
  public var isOrphaned: Bool { Folder.exists(record) && !FileLock.isHeld(record) }

  /// Waits while the lock of a killed holder is still held by those who end what that one ran,
  /// or by the holder, which the kernel is taking apart.
  public func awaitKeepers() async throws { try await Self.awaitKeepers(of: [self]) }

  /// The same for several at once.
  public static func awaitKeepers(of tenures: [Tenure]) async throws {
    let start = Platform.milliseconds
    while true {
      let spent = Platform.milliseconds - start
      let left = tenures.contains { tenure in
        let limit = tenure.isOrphaned ? keeperMilliseconds : dyingMilliseconds
        return spent < limit && FileLock.isHeld(tenure.lock)
      }
      guard left else { return }
      try await Task.sleep(for: .milliseconds(tickMilliseconds))
    }
  }

  /// Does `body` under the lock, which the caller holds, after what a killed holder left is ended.
  ///
  /// - Parameter body: gets a sentence for each thing that was found, nil where nobody was killed.
  public func perform<Result>(
    _ body: (_ remains: [String]?) async throws -> Result
  ) async throws -> Result {
    let remains = isOrphaned ? try await settle() : nil
    let held = try FileLock.take(record)
    defer {
      Folder.removeFile(record)
      held?.release()
    }
    let mark = [Self.variable: Optional(Self.mark(of: lock, session: getsid(0)))]
    return try await Program.$marks.withValue(mark) { try await body(remains) }
  }

  /// Waits for what the dead holder had started, and ends what takes too long.
  private func settle() async throws -> [String] {
    var ended: Set<String> = []
    for step in patience + [Self.last] {
      let limit = Platform.milliseconds + step.milliseconds
      repeat {
        let left = running
        if left.isEmpty { return Self.notes(ended: ended) }
        if let signal = step.signal {
          for entry in left {
            ended.insert(entry.name)
            kill(entry.process, signal)
          }
        }
        try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
      } while Platform.milliseconds < limit
    }
    return Self.notes(ended: ended) + ["\(running.count) programs could not be ended"]
  }

  /// What bears the mark and did not go into a session of its own: a daemon that some hook
  /// started stays.
  private var running: [ProcessTable.Entry] {
    ProcessTable.processes.compactMap { process in
      guard process != getpid(), let entry = ProcessTable.entry(process), entry.state != "Z",
        ProcessTable.started(
          process, with: Self.variable, Self.mark(of: lock, session: entry.session))
      else { return nil }
      return entry
    }
  }

  private static func mark(of lock: String, session: Int32) -> String { "\(session) \(lock)" }

  private static func notes(ended: Set<String>) -> [String] {
    ended.isEmpty
      ? [] : ["ended what the dead one had started: \(ended.sorted().joined(separator: ", "))"]
  }

  /// A git that checks out or adds files ends by itself.
  public static let standardPatience: Patience = [(nil, 5000), (SIGINT, 2000), (SIGTERM, 1000)]
  /// KILL takes effect in microseconds.
  private static let last: (signal: Int32?, milliseconds: Int64) = (SIGKILL, 2000)
  private static let tickMilliseconds = 20
  /// Who kills a process and looks at once may find it still there.
  private static let dyingMilliseconds: Int64 = 200
  /// Keepers of a dead lane give no graces: only the kernel delays them.
  private static let keeperMilliseconds: Int64 = 15_000
}
