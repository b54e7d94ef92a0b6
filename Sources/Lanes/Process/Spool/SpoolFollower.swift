/// Everything in a spool after a line, and then what is written to it, until its lane has ended.
public struct SpoolFollower: AsyncSequence, Sendable {
  /// How soon the end of a lane that was killed is seen; lines are seen at once.
  private static let tickMilliseconds = 100

  private let directory: SpoolDirectory
  private let seq: Int
  private let isAlive: @Sendable () -> Bool

  /// - `isAlive`: whether a lane may still write, which is whether its lock is held.
  public init(
    _ directory: SpoolDirectory, after seq: Int = 0, while isAlive: @escaping @Sendable () -> Bool
  ) {
    self.directory = directory
    self.seq = seq
    self.isAlive = isAlive
  }

  /// Follows as long as somebody holds the lock at `lock`.
  public init(_ directory: SpoolDirectory, after seq: Int = 0, lock: String) {
    self.init(directory, after: seq) { FileLock.isHeld(lock) }
  }

  public func makeAsyncIterator() -> Iterator {
    let watch = DirectoryWatch(directory.path, tickMilliseconds: Self.tickMilliseconds)
    return Iterator(
      reader: SpoolReader(directory, after: seq), isAlive: isAlive, watch: watch,
      changes: watch.changes.makeAsyncIterator())
  }

  public struct Iterator: AsyncIteratorProtocol {
    private var reader: SpoolReader
    private let isAlive: @Sendable () -> Bool
    /// Watches as long as it is referred to.
    private let watch: DirectoryWatch
    private var changes: AsyncStream<Void>.Iterator
    private var isOver = false

    fileprivate init(
      reader: SpoolReader, isAlive: @escaping @Sendable () -> Bool, watch: DirectoryWatch,
      changes: AsyncStream<Void>.Iterator
    ) {
      self.reader = reader
      self.isAlive = isAlive
      self.watch = watch
      self.changes = changes
    }

    /// The next entry as soon as there is one; nil when the lane has ended, in order or not. A
    /// task that was cancelled still gets what was written until then.
    public mutating func next() async throws -> SpoolEntry? {
      while true {
        if let entry = try read() { return entry }
        let mayGrow = !isOver && isAlive()
        // Read once more: what a lane wrote before it died is then sure to be read.
        if let entry = try read() { return entry }
        guard mayGrow else { return nil }
        if await changes.next(isolation: #isolation) == nil { isOver = true }
      }
    }

    private mutating func read() throws -> SpoolEntry? {
      let entry = try reader.next()
      if case .line(let line) = entry { isOver = line.source == .closed }
      return entry
    }
  }
}
