/// How a spool lies on disk.
///
/// A spool is a directory of segments, each named by the number of its first line. A segment is a
/// row of frames: a header line `o8 SEQ MILLISECONDS SOURCE COUNT`, then COUNT bytes exactly as
/// they were written. The number of lines in a frame is its number of newlines, plus one if it
/// does not end in one. Lengths, not contents, part the frames, so a worker's output cannot pass
/// for a header; and a frame that a crash cut short is seen by its length.
enum SpoolFormat {
  /// Small enough to be a blob anywhere and to be read whole for a last line.
  static let segmentBytes = 4 << 20
  /// Kept for good: what a worker was told and how it set out.
  static let headSegments = 4
  /// Kept of the rest, the newest: how it ended. With the head, a lane takes 32 MiB at most.
  static let tailSegments = 4
  /// A line is held back for its end up to this length; then it goes out in pieces.
  static let lineBytes = 64 * 1024
  /// No frame of ours is larger: a held-back piece and one chunk of a pipe.
  static let frameBytes = lineBytes + Supervision.chunkBytes
  /// "o8 ", three numbers of at most 19 digits, a letter, spaces, newline.
  static let headerBytes = 68

  struct Header: Equatable {
    var seq: Int
    var milliseconds: Int64
    var source: SpoolSource
    var count: Int

    var bytes: [UInt8] {
      Array("o8 \(seq) \(milliseconds) ".utf8) + [source.rawValue] + Array(" \(count)\n".utf8)
    }
  }

  enum HeaderReading {
    case header(Header, length: Int)
    /// There is less than a header.
    case incomplete
    case malformed
  }

  static func header(in bytes: some RandomAccessCollection<UInt8>) -> HeaderReading {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      return bytes.count < headerBytes ? .incomplete : .malformed
    }
    let fields = bytes[..<end].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count == 5, fields[0].elementsEqual("o8".utf8), fields[3].count == 1,
      let seq = Int(String(decoding: fields[1], as: UTF8.self)), seq > 0,
      let milliseconds = Int64(String(decoding: fields[2], as: UTF8.self)),
      let source = fields[3].first.flatMap(SpoolSource.init(rawValue:)),
      let count = Int(String(decoding: fields[4], as: UTF8.self)), (1...frameBytes).contains(count)
    else { return .malformed }
    return .header(
      Header(seq: seq, milliseconds: milliseconds, source: source, count: count),
      length: bytes.distance(from: bytes.startIndex, to: end) + 1)
  }

  /// Digits that sort as text.
  static func segmentName(firstLine seq: Int) -> String {
    let digits = String(seq)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }

  static func firstLine(ofSegment name: String) -> Int? {
    name.count >= 12 && name.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(name) : nil
  }
}
