import Model

/// The index as a file: a header, the records sorted by id, and tables that lead to them by packet,
/// by landed commit, and to those about branches and policy; all of fixed size, so that a look-up
/// reads a few pages of it.
struct LedgerIndexFile {
  /// What the file is about and was made from.
  struct Origin: Hashable {
    let repo: ObjectID
    /// The ledger's tip that it was read from.
    let tip: ObjectID
  }

  let origin: Origin
  private let file: MappedFile
  private let recordCount: Int
  private let packets: KeyTable
  private let commits: KeyTable
  private let notables: KeyTable
  let joinCount: Int

  /// Changes whenever a byte is put elsewhere or a record is made by other rules.
  private static let mark = Array("o8ledger0002".utf8)
  /// The mark, repository and tip, five counts, and the sum of all that follows.
  private static let headerSize = 12 + 2 * ObjectID.byteCount + 5 * 4 + 8

  /// Nil where the file is absent, damaged, or of another format.
  init?(_ path: String) {
    guard let file = MappedFile(path) else { return nil }
    self.init(file)
  }

  /// Nil where the bytes are none of such a file.
  init?(_ bytes: [UInt8]) {
    guard let file = MappedFile(bytes) else { return nil }
    self.init(file)
  }

  private init?(_ file: MappedFile) {
    guard let read = file.withBytes(Self.counts) else { return nil }
    self.file = file
    origin = read.origin
    recordCount = read.records
    let tables = Self.headerSize + read.records * LedgerRecord.byteCount
    let middle = tables + read.packets * KeyTable.entrySize
    packets = KeyTable(file, from: tables, count: read.packets)
    commits = KeyTable(file, from: middle, count: read.commits)
    joinCount = read.joins
    notables = KeyTable(
      file, from: middle + read.commits * KeyTable.entrySize, count: read.notables)
  }

  private struct Counts {
    let origin: Origin
    let records: Int
    let packets: Int
    let commits: Int
    let notables: Int
    let joins: Int
  }

  /// What the header says, where the file is whole.
  private static func counts(_ bytes: UnsafeRawBufferPointer) -> Counts? {
    guard bytes.count >= Self.headerSize, bytes.starts(with: Self.mark) else { return nil }
    func count(_ index: Int) -> Int {
      let offset = 52 + 4 * index
      return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
    let (records, packets, commits, notables) = (count(0), count(1), count(2), count(3))
    let tables = Self.headerSize + records * LedgerRecord.byteCount
    guard bytes.count == tables + (packets + commits + notables) * KeyTable.entrySize,
      let repo = ObjectID(bytes: bytes[12..<32]), let tip = ObjectID(bytes: bytes[32..<52]),
      bytes.loadUnaligned(fromByteOffset: 72, as: UInt64.self).littleEndian
        == Checksum.of(UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize...]))
    else { return nil }
    return Counts(
      origin: Origin(repo: repo, tip: tip), records: records, packets: packets, commits: commits,
      notables: notables, joins: count(4))
  }

  /// The bytes of a file that says `records`.
  static func bytes(_ records: [LedgerRecord], _ origin: Origin) -> [UInt8] {
    let records = records.sorted { $0.id < $1.id }
    var body: [UInt8] = []
    body.reserveCapacity(records.count * (LedgerRecord.byteCount + 2 * KeyTable.entrySize))
    for record in records { record.write(to: &body) }
    let packets = KeyTable.write(records.map(\.packet), to: &body)
    let commits = KeyTable.write(records.map(\.commit), to: &body)
    let notables = KeyTable.write(records.map { $0.isNotable ? $0.id : nil }, to: &body)
    let joins = records.lazy.filter(\.isJoin).count
    var header = mark + origin.repo.bytes + origin.tip.bytes
    for count in [records.count, packets, commits, notables, joins] {
      withUnsafeBytes(of: UInt32(count).littleEndian) { header += $0 }
    }
    let sum = body.withUnsafeBytes { Checksum.of($0) }
    withUnsafeBytes(of: sum.littleEndian) { header += $0 }
    return header + body
  }
}

extension LedgerIndexFile {
  var count: Int { recordCount }

  func record(_ index: Int) -> LedgerRecord? {
    guard index < recordCount else { return nil }
    let start = Self.headerSize + index * LedgerRecord.byteCount
    return file.withBytes { bytes in
      LedgerRecord(UnsafeRawBufferPointer(rebasing: bytes[start..<start + LedgerRecord.byteCount]))
    }
  }

  func record(of id: ObjectID) -> LedgerRecord? {
    let records = SortedKeys(
      file: file, start: Self.headerSize, stride: LedgerRecord.byteCount,
      count: recordCount)
    let index = records.firstIndex(notBelow: id.bytes)
    guard records.isKey(id.bytes, at: index) else { return nil }
    return record(index)
  }

  func records(ofPacket id: ObjectID) -> [LedgerRecord] {
    packets.records(with: id).compactMap(record)
  }

  func records(landing commit: ObjectID) -> [LedgerRecord] {
    commits.records(with: commit).compactMap(record)
  }

  /// Those of `ids`, which must be sorted, that any entry is about.
  func packets(among ids: [ObjectID]) -> [ObjectID] { packets.keys(among: ids) }

  /// The packets whose ids begin with these hex digits, at most `limit`.
  func packets(startingWith digits: String, limit: Int) -> [ObjectID] {
    packets.keys(startingWith: digits, limit: limit)
  }

  func notable() -> [LedgerRecord] { notables.allRecords.compactMap(record) }

  var records: [LedgerRecord] { (0..<recordCount).compactMap(record) }
}
