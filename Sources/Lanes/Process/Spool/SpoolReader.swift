internal import Runtimes

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads a spool in order while it may still be growing.
public struct SpoolReader {
  private let directory: SpoolDirectory
  private var file: Descriptor?
  private var segment = 0
  /// Where the next frame of the segment starts.
  private(set) var offset = 0
  private var nextLine: Int
  private var frame: Frame?

  private struct Frame {
    var header: SpoolFormat.Header
    var line: Int
    var rest: ArraySlice<UInt8>
  }

  /// Starts after line `seq`; 0 is the beginning.
  public init(_ directory: SpoolDirectory, after seq: Int = 0) {
    self.directory = directory
    nextLine = max(0, seq) + 1
  }

  /// What comes next; nil when there is nothing more yet. A segment that is damaged reads as
  /// omitted lines.
  public mutating func next() throws(SystemFailure) -> SpoolEntry? {
    while true {
      if let entry = takeLine() { return entry }
      if try readFrame() { continue }
      // The writer begins a segment only after its last frame here: look for the segment first,
      // then once more for a frame, and only then move on.
      guard let next = nextSegment() else { return nil }
      if try readFrame() { continue }
      try open(next)
      if next.firstLine > nextLine, segment != 0 {
        let omitted = nextLine...next.firstLine - 1
        nextLine = next.firstLine
        return .omitted(omitted)
      }
    }
  }

  private mutating func takeLine() -> SpoolEntry? {
    while var current = frame {
      if current.line > nextLine {
        let omitted = nextLine...current.line - 1
        nextLine = current.line
        return .omitted(omitted)
      }
      let end = current.rest.firstIndex(of: UInt8(ascii: "\n"))
      let bytes = current.rest[..<(end ?? current.rest.endIndex)]
      let line = SpoolLine(
        seq: current.line, milliseconds: current.header.milliseconds,
        source: current.header.source, bytes: Array(bytes),
        ending: end == nil ? .open : .newline)
      current.rest = end.map { current.rest[($0 + 1)...] } ?? []
      current.line += 1
      frame = current.rest.isEmpty ? nil : current
      if line.seq < nextLine { continue }
      nextLine = line.seq + 1
      return .line(line)
    }
    return nil
  }

  /// Takes the next whole frame of this segment, if there is one.
  private mutating func readFrame() throws(SystemFailure) -> Bool {
    guard let file else { return false }
    let bytes = read(file, SpoolFormat.headerBytes)
    guard case .header(let header, let length) = SpoolFormat.header(in: bytes) else { return false }
    offset += length
    let content = read(file, header.count)
    guard content.count == header.count else {
      offset -= length
      return false
    }
    offset += header.count
    frame = Frame(header: header, line: header.seq, rest: content[...])
    return true
  }

  private func read(_ file: Descriptor, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let start = buffer.baseAddress {
        let more = pread(file.raw, start + filled, count - filled, off_t(offset + filled))
        guard more > 0 else { return }
        filled += more
      }
    }
  }

  /// The segment to read after this one; at first the one that holds the line to start from.
  private func nextSegment() -> SpoolDirectory.Segment? {
    let segments = directory.segments
    if file == nil {
      return segments.last { $0.firstLine <= nextLine } ?? segments.first
    }
    return segments.first { $0.firstLine > segment }
  }

  private mutating func open(_ next: SpoolDirectory.Segment) throws(SystemFailure) {
    do {
      file = try Descriptor(opening: next.path, for: .reading)
    } catch  where error.errno == ENOENT {
      // Rotated away since it was listed; the next listing shows what follows.
      if file == nil { return }
    }
    segment = next.firstLine
    offset = 0
  }
}
