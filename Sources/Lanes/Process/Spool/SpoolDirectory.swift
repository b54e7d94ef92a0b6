#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A lane's spool as files, for those who keep or remove it.
public struct SpoolDirectory: Hashable, Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// A file of the spool.
  public struct Segment: Hashable, Sendable {
    public let path: String
    /// The number of its first line.
    public let firstLine: Int
  }

  /// What there is now, in order; empty where no lane ever ran.
  public var segments: [Segment] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var found: [Segment] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let first = SpoolFormat.firstLine(ofSegment: name) {
        found.append(Segment(path: "\(path)/\(name)", firstLine: first))
      }
    }
    return found.sorted { $0.firstLine < $1.firstLine }
  }

  /// The last whole line of output that says anything: what the worker is doing now.
  public func lastLine() -> SpoolLine? {
    guard let last = segments.last else { return nil }
    var reader = SpoolReader(self, after: last.firstLine - 1)
    var found: SpoolLine?
    while let entry = try? reader.next() {
      guard case .line(let line) = entry else { continue }
      if line.source != .closed, line.bytes.contains(where: { $0 > 0x20 }) { found = line }
    }
    return found
  }

  /// The number of the last line; 0 where there is none.
  public var lastSeq: Int {
    guard let last = segments.last else { return 0 }
    var reader = SpoolReader(self, after: last.firstLine - 1)
    var seq = last.firstLine - 1
    while let entry = try? reader.next() {
      switch entry {
      case .line(let line): seq = line.seq
      case .omitted(let lines): seq = lines.upperBound
      }
    }
    return seq
  }

  func create() throws(SystemFailure) {
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw SystemFailure("make directory", path, lastErrno: errno)
    }
  }

  /// Leaves of a segment what the lane itself wrote, which is little and tells what went on while
  /// a worker wrote much; removes it where that is nothing.
  func thin(_ segment: Segment) {
    let limit = SpoolFormat.segmentBytes + SpoolFormat.headerBytes + SpoolFormat.frameBytes
    let bytes = (Folder.read(segment.path, limit: limit) ?? [])[...]
    var rest = bytes
    var kept: [UInt8] = []
    var first: Int?
    while case .header(let header, let length) = SpoolFormat.header(
      in: rest.prefix(SpoolFormat.headerBytes)), rest.count >= length + header.count
    {
      if header.source == .lane || header.source == .closed {
        kept += rest.prefix(length + header.count)
        first = first ?? header.seq
      }
      rest = rest.dropFirst(length + header.count)
    }
    // Named after its first line, like every segment. A disk that is full keeps none.
    let name = first.map { "\(path)/\(SpoolFormat.segmentName(firstLine: $0))" }
    let isKept = name.map { (try? Folder.write(kept, to: $0)) != nil } ?? false
    if !isKept || name != segment.path { unlink(segment.path) }
  }
}
