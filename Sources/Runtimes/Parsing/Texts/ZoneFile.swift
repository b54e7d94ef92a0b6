/// A zone as the system's own file describes it (RFC 9636).
struct ZoneFile {
  private var changes: [Int64] = []
  /// For each change, how far clocks are from UTC from then on.
  private var offsets: [Int64] = []
  /// Before the first change.
  private var first: Int64 = 0
  /// What holds behind the last change.
  private var rule: ZoneRule?

  private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]
  /// The largest is a few kilobytes.
  private static let bytesMost = 64 << 10
  private static let nameBytes = 64

  /// Takes a name such as `Europe/Berlin`; nil where no file describes it.
  init?(named name: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard name.utf8.count <= Self.nameBytes,
      parts.allSatisfy({ $0.first?.isLetter == true && !$0.contains(":") })
    else { return nil }
    let found = Self.folders.lazy.compactMap {
      UserFile.read("\($0)/\(name)", limit: Self.bytesMost)
    }.first
    guard let found, let file = ZoneFile(found) else { return nil }
    self = file
  }

  init?(_ bytes: [UInt8]) {
    guard let old = Header(bytes[...]) else { return nil }
    // The second half has the times that 32 bits cannot hold; the oldest files have no other.
    var rest = bytes[...]
    var (header, width) = (old, 4)
    if old.version > 0 {
      rest = rest.dropFirst(Header.bytes + old.size(width: 4))
      guard let new = Header(rest) else { return nil }
      (header, width) = (new, 8)
    }
    let body = Array(rest.dropFirst(Header.bytes))
    guard header.types > 0, body.count >= header.size(width: width) else { return nil }
    read(body, header, width)
    let footer = body.dropFirst(header.size(width: width)).split(separator: UInt8(ascii: "\n"))
      .first
    rule = footer.flatMap { ZoneRule(String(decoding: $0, as: UTF8.self)) }
  }

  private mutating func read(_ body: [UInt8], _ header: Header, _ width: Int) {
    let indices = body.dropFirst(header.times * width).prefix(header.times)
    let types = Array(body.dropFirst(header.times * (width + 1)))
    func offset(_ index: Int) -> Int64 {
      index < header.types ? Int64(Int32(truncatingIfNeeded: number(types[(index * 6)...], 4))) : 0
    }
    changes = (0..<header.times).map { number(body[($0 * width)...], width) }
    if width == 4 { changes = changes.map { Int64(Int32(truncatingIfNeeded: $0)) } }
    offsets = indices.map { offset(Int($0)) }
    first = offset(0)
  }

  /// How far its clocks are from UTC at a moment.
  func seconds(at moment: Int64) -> Int64 {
    guard let last = changes.last, moment < last || rule == nil else {
      return rule?.seconds(at: moment) ?? first
    }
    let passed = changes.prefix { $0 <= moment }.count
    return passed == 0 ? first : offsets[passed - 1]
  }

  private struct Header {
    static let bytes = 44
    let version: UInt8
    let times: Int
    let types: Int
    /// Of everything but times, their types and types.
    private let leaps: Int
    private let others: Int

    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count >= Self.bytes, bytes.starts(with: Array("TZif".utf8)) else { return nil }
      let start = bytes.startIndex
      version = bytes[start + 4]
      let counts = (0..<6).map { number(bytes[(start + 20 + 4 * $0)...], 4) }
      guard counts.allSatisfy({ (0...Int64(ZoneFile.bytesMost)).contains($0) }) else { return nil }
      (leaps, times, types) = (Int(counts[2]), Int(counts[3]), Int(counts[4]))
      others = Int(counts[0] + counts[1] + counts[5])
    }

    /// Of the part behind it, with times of so many bytes.
    func size(width: Int) -> Int { times * (width + 1) + types * 6 + leaps * (width + 4) + others }
  }
}

/// The number that so many bytes hold, the largest first.
private func number(_ bytes: ArraySlice<UInt8>, _ count: Int) -> Int64 {
  bytes.prefix(count).reduce(0) { $0 << 8 | Int64($1) }
}
