internal import CProcess
public import Runtimes
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Writes a lane's spool. There is one writer at a time, the lane that holds the lock.
public final class SpoolWriter: OutputSink {
  private let state: Mutex<State>

  /// Continues the spool at `directory`, or begins it; the directory above has to exist.
  public init(_ directory: SpoolDirectory) throws(SystemFailure) {
    try directory.create()
    state = Mutex(try State(directory))
  }

  public func take(
    _ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64
  ) {
    take(bytes, from: SpoolSource(channel), at: milliseconds)
  }

  public func take(
    _ bytes: UnsafeRawBufferPointer, from source: SpoolSource, at milliseconds: Int64
  ) {
    state.withLock { $0.take(bytes, source, milliseconds) }
  }

  /// Shows what was held back for its line's end.
  public func pause() { state.withLock { $0.flush(Platform.wallMilliseconds) } }

  /// Records a line of the lane's own.
  public func note(_ text: String) { write(text, .lane) }

  /// The lane's last word; a follower ends when nothing comes after it.
  public func close(_ text: String = "end") { write(text, .closed) }

  /// Bytes that a full or failing disk did not take.
  public var lostBytes: Int { state.withLock(\.lostBytes) }

  /// The number of the last line.
  public var lastLine: Int { state.withLock { $0.nextLine - 1 } }

  private func write(_ text: String, _ source: SpoolSource) {
    state.withLock { state in
      let now = Platform.wallMilliseconds
      state.flush(now)
      // A frame has room for a line; more is nothing that a lane would say of itself.
      let line = Array(text.utf8.prefix(SpoolFormat.lineBytes - 1)) + [UInt8(ascii: "\n")]
      line.withUnsafeBytes { state.take($0, source, now) }
    }
  }
}

private struct State {
  private let directory: SpoolDirectory
  private var segments: [SpoolDirectory.Segment]
  private var file: Descriptor
  private var fileBytes: Int
  /// Beginnings of lines, by source; each shorter than a line may be.
  private var pending: [SpoolSource: [UInt8]] = [:]
  private(set) var nextLine: Int
  private(set) var lostBytes = 0

  init(_ directory: SpoolDirectory) throws(SystemFailure) {
    self.directory = directory
    segments = directory.segments
    nextLine = segments.last?.firstLine ?? 1
    fileBytes = 0
    if let last = segments.last {
      var reader = SpoolReader(directory, after: last.firstLine - 1)
      while let entry = try reader.next() {
        switch entry {
        case .line(let line): nextLine = line.seq + 1
        case .omitted(let lines): nextLine = lines.upperBound + 1
        }
      }
      fileBytes = reader.offset
    } else {
      segments = [Self.segment(in: directory, from: 1)]
    }
    let path = segments[segments.count - 1].path
    file = try Descriptor(opening: path, for: .appending)
    // A frame that a crash cut short would swallow the next one.
    ftruncate(file.raw, off_t(fileBytes))
  }

  private static func segment(
    in directory: SpoolDirectory, from line: Int
  ) -> SpoolDirectory.Segment {
    .init(
      path: "\(directory.path)/\(SpoolFormat.segmentName(firstLine: line))", firstLine: line)
  }

  /// Passes on whole lines and holds back the beginning of the next.
  mutating func take(
    _ bytes: UnsafeRawBufferPointer, _ source: SpoolSource, _ milliseconds: Int64
  ) {
    var bytes = bytes
    while bytes.count > Supervision.chunkBytes {
      take(.init(rebasing: bytes[..<Supervision.chunkBytes]), source, milliseconds)
      bytes = .init(rebasing: bytes[Supervision.chunkBytes...])
    }
    let whole = o8_last_newline(bytes.baseAddress, UInt(bytes.count)) + 1
    if whole > 0 {
      let first = pending.removeValue(forKey: source) ?? []
      append(first, .init(rebasing: bytes[..<whole]), source, milliseconds)
    }
    guard whole < bytes.count else { return }
    pending[source, default: []] += bytes[whole...]
    if let held = pending[source], held.count >= SpoolFormat.lineBytes {
      flush(source, milliseconds)
    }
  }

  mutating func flush(_ milliseconds: Int64) {
    for source in pending.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      flush(source, milliseconds)
    }
  }

  private mutating func flush(_ source: SpoolSource, _ milliseconds: Int64) {
    guard let held = pending.removeValue(forKey: source) else { return }
    held.withUnsafeBytes { append([], $0, source, milliseconds) }
  }

  /// Appends one frame, by one call of the system, so that a reader sees it whole.
  private mutating func append(
    _ first: [UInt8], _ rest: UnsafeRawBufferPointer, _ source: SpoolSource,
    _ milliseconds: Int64
  ) {
    let count = first.count + rest.count
    guard let last = rest.last else { return }
    let header = SpoolFormat.Header(
      seq: nextLine, milliseconds: milliseconds, source: source, count: count
    ).bytes
    if fileBytes > 0, fileBytes + header.count + count > SpoolFormat.segmentBytes { rotate() }
    nextLine += first.withUnsafeBytes { o8_newlines($0.baseAddress, UInt($0.count)) }
    nextLine += o8_newlines(rest.baseAddress, UInt(rest.count))
    if last != UInt8(ascii: "\n") { nextLine += 1 }
    let frame = header + first + rest
    let written = frame.withUnsafeBytes { (try? file.write($0)) ?? 0 }
    if written == frame.count {
      fileBytes += written
    } else {
      // Full disk: the lines' numbers stay used, so that readers see the gap.
      ftruncate(file.raw, off_t(fileBytes))
      lostBytes += count
    }
  }

  /// Begins the next segment and lets go of the oldest that is neither head nor tail, apart from
  /// what the lane itself said in it.
  private mutating func rotate() {
    let next = Self.segment(in: directory, from: nextLine)
    guard let opened = try? Descriptor(opening: next.path, for: .appending) else { return }
    file = opened
    fileBytes = 0
    segments.append(next)
    while segments.count > SpoolFormat.headSegments + SpoolFormat.tailSegments {
      directory.thin(segments.remove(at: SpoolFormat.headSegments))
    }
  }
}
