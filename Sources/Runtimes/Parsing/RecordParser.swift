/// The parser for a program whose standard output is a stream of records, one a line.
///
/// Only that output speaks of the run. What a worker prints to standard error is shown as what it
/// is, whatever it looks like.
struct RecordParser<Reader: RecordReader>: TranscriptParser, Sendable {
  /// What becomes of a record that the reader does not know.
  enum Unknown: Sendable {
    /// A live stream shows it: nothing a program says is lost.
    case shown
    /// A file that a CLI keeps is full of its own affairs.
    case skipped
  }

  /// Bytes shown of a record that nobody knows.
  static var unknownBytes: Int { 4096 }

  private let clock: WallClock
  private let unknown: Unknown
  private var reader = Reader()
  private var lines = LineGatherer()
  private var tape = JSONTape()
  /// The time of the last record that told one.
  private var latest: Int64?

  init(_ clock: WallClock, unknown: Unknown = .shown) {
    self.clock = clock
    self.unknown = unknown
  }

  mutating func events(in line: TranscriptLine) -> [TranscriptEvent] {
    var sink = EventSink(line, clock, latest: latest)
    switch line.stream {
    case .error: hear(line.bytes, &sink)
    case .standard:
      switch lines.take(line.bytes, line.ending) {
      case .nothing: return []
      case .text(let bytes): show(bytes, &sink)
      case .record(let bytes): read(bytes, &sink)
      }
    }
    latest = sink.milliseconds
    return sink.events
  }

  private mutating func read(_ bytes: [UInt8], _ sink: inout EventSink) {
    guard tape.read(bytes) else { return show(bytes, &sink) }
    if !reader.read(JSONRecord(bytes, tape), &sink), unknown == .shown { show(bytes, &sink) }
  }

  private func show(_ bytes: [UInt8], _ sink: inout EventSink) {
    let isCut = bytes.count > Self.unknownBytes
    let text = String(decoding: bytes.prefix(Self.unknownBytes), as: UTF8.self)
    sink.add(.output(.standard, text: isCut ? text + TranscriptText.ellipsis : text))
  }

  private mutating func hear(_ bytes: [UInt8], _ sink: inout EventSink) {
    let text = TranscriptText.text(bytes[...])
    sink.add(.output(.error, text: text))
    if let kind = reader.hear(complaint: text) { sink.error(kind, text) }
  }
}
