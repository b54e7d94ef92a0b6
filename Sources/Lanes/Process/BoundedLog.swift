/// Output of any length in bounded memory: its beginning and its end, the middle left out.
public struct BoundedLog: Hashable, Sendable {
  /// Enough for every compiler error worth reading; a blob of this size is shared anywhere.
  public static let defaultLimit = 512 * 1024
  /// How far a cut may move to fall between two lines.
  private static let lineSlack = 4096

  private let headLimit: Int
  private let tailLimit: Int
  private var head: [UInt8] = []
  private var tail: [UInt8] = []
  /// Where the oldest byte of a full `tail` stands.
  private var tailStart = 0
  /// All that was ever appended, in bytes.
  public private(set) var count = 0

  /// Keeps at most `limit` bytes, half of it from the beginning, besides the marker line.
  public init(limit: Int = defaultLimit) {
    precondition(limit >= 2)
    headLimit = limit / 2
    tailLimit = limit - limit / 2
  }

  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    count += bytes.count
    let first = min(bytes.count, headLimit - head.count)
    head.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<first]))
    var rest = UnsafeRawBufferPointer(rebasing: bytes[first...])
    if rest.count >= tailLimit {
      tail = Array(rest.suffix(tailLimit))
      tailStart = 0
      return
    }
    let room = min(rest.count, tailLimit - tail.count)
    tail.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest[..<room]))
    rest = UnsafeRawBufferPointer(rebasing: rest[room...])
    overwriteOldest(with: rest)
  }

  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  private mutating func overwriteOldest(with bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    let start = tailStart
    tail.withUnsafeMutableBytes { ring in
      let toEnd = min(bytes.count, ring.count - start)
      UnsafeMutableRawBufferPointer(rebasing: ring[start..<start + toEnd])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<toEnd]))
      ring.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[toEnd...]))
    }
    tailStart = (tailStart + bytes.count) % tail.count
  }

  /// The log as it is kept: complete, or with a marker line where the middle was.
  public var bytes: [UInt8] {
    let end = Array(tail[tailStart...] + tail[..<tailStart])
    guard count > head.count + end.count else { return head + end }
    let kept = (head: head[..<Self.cut(before: head)], tail: end[Self.cut(after: end)...])
    let omitted = count - kept.head.count - kept.tail.count
    let newline = kept.head.last.map { $0 == UInt8(ascii: "\n") } ?? true ? "" : "\n"
    return kept.head + Array("\(newline)… \(omitted) bytes left out …\n".utf8) + kept.tail
  }

  public var isComplete: Bool { count == head.count + tail.count }

  /// Where `bytes` may end: after a line near the end, else between two characters.
  private static func cut(before bytes: [UInt8]) -> Int {
    let near = max(0, bytes.count - lineSlack)
    if let line = bytes[near...].lastIndex(of: UInt8(ascii: "\n")) { return line + 1 }
    guard var start = bytes.indices.last else { return 0 }
    while start > 0, bytes.count - start < 4, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    let length =
      switch bytes[start] {
      case 0xf0...: 4
      case 0xe0...: 3
      case 0xc0...: 2
      default: 1
      }
    return start + length > bytes.count ? start : bytes.count
  }

  /// Where `bytes` may begin: after a newline near the beginning, else between two characters.
  private static func cut(after bytes: [UInt8]) -> Int {
    let near = min(bytes.count, lineSlack)
    if let line = bytes[..<near].firstIndex(of: UInt8(ascii: "\n")) { return line + 1 }
    return bytes.prefix(3).prefix { $0 & 0xc0 == 0x80 }.count
  }
}
