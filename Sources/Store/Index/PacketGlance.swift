public import Model

/// What can be told of an open packet by its first and its last commit: enough for a listing,
/// nothing to decide by.
public struct PacketGlance: Hashable, Sendable {
  public let id: ObjectID
  public let tip: ObjectID
  /// What the writer of the last event believed.
  public let state: PacketState
  /// The title that it was opened with.
  public let title: String
  /// The last commit's date.
  public let seconds: Int64
}

/// Glances as a file, sorted by packet, so that a listing of thousands need not read two commits
/// of each.
struct PacketGlanceFile {
  private let file: MappedFile
  private let keys: SortedKeys
  private let textStart: Int

  /// Changes whenever a byte is put elsewhere.
  private static let mark = Array("o8glance0001".utf8)
  /// The mark, the number of records, and the sum of all that follows.
  private static let headerSize = 12 + 4 + 8
  /// Two ids, the seconds, place and length of the title, the state, and padding.
  private static let recordSize = 2 * ObjectID.byteCount + 8 + 4 + 2 + 1 + 1

  /// Nil where the file is absent, damaged, or of another format.
  init?(_ path: String) {
    guard let file = MappedFile(path), let count = file.withBytes(Self.count) else { return nil }
    self.file = file
    keys = SortedKeys(
      file: file, start: Self.headerSize, stride: Self.recordSize, count: count)
    textStart = Self.headerSize + count * Self.recordSize
  }

  private static func count(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= headerSize, bytes.starts(with: mark) else { return nil }
    let number = bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
    let sum = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self).littleEndian
    let count = Int(UInt32(littleEndian: number))
    guard bytes.count >= headerSize + count * recordSize,
      Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[headerSize...])) == sum
    else { return nil }
    return count
  }

  /// The glance at a packet whose tip is still the same. `place` goes forward with the packets,
  /// which are asked for in order.
  func glance(_ id: ObjectID, _ tip: ObjectID, from place: inout Int) -> PacketGlance? {
    let key = id.bytes
    place = keys.firstIndex(notBelow: key, from: place)
    guard keys.isKey(key, at: place) else { return nil }
    let start = Self.headerSize + place * Self.recordSize
    return file.withBytes { bytes in
      guard bytes[(start + 20)..<(start + 40)].elementsEqual(tip.bytes) else { return nil }
      let seconds = bytes.loadUnaligned(fromByteOffset: start + 40, as: Int64.self)
      let offset = bytes.loadUnaligned(fromByteOffset: start + 48, as: UInt32.self)
      let length = bytes.loadUnaligned(fromByteOffset: start + 52, as: UInt16.self)
      let first = textStart + Int(UInt32(littleEndian: offset))
      let end = first + Int(UInt16(littleEndian: length))
      let state = Int(bytes[start + 54])
      guard end <= bytes.count, PacketState.allCases.indices.contains(state) else { return nil }
      return PacketGlance(
        id: id, tip: tip, state: PacketState.allCases[state],
        title: String(decoding: bytes[first..<end], as: UTF8.self),
        seconds: Int64(littleEndian: seconds))
    }
  }

  /// The bytes of a file with `glances`, which must be sorted by packet.
  static func bytes(_ glances: [PacketGlance]) -> [UInt8] {
    var (records, texts): ([UInt8], [UInt8]) = ([], [])
    records.reserveCapacity(glances.count * recordSize)
    func write(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { records += $0 }
    }
    for glance in glances {
      let title = Array(glance.title.utf8.prefix(Limits.subjectBytes))
      records += glance.id.bytes
      records += glance.tip.bytes
      write(glance.seconds)
      write(UInt32(texts.count))
      write(UInt16(title.count))
      records += [UInt8(PacketState.allCases.firstIndex(of: glance.state) ?? 0), 0]
      texts += title
    }
    let body = records + texts
    let sum = body.withUnsafeBytes { Checksum.of($0) }
    var header = mark
    withUnsafeBytes(of: UInt32(glances.count).littleEndian) { header += $0 }
    withUnsafeBytes(of: sum.littleEndian) { header += $0 }
    return header + body
  }
}
