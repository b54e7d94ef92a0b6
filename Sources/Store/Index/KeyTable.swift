import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Sorted ids, each with the number of a record that is about it; an id can stand several times.
struct KeyTable {
  private let keys: SortedKeys

  /// An id and a number of four bytes.
  static let entrySize = ObjectID.byteCount + 4

  init(_ file: MappedFile, from start: Int, count: Int) {
    keys = SortedKeys(file: file, start: start, stride: Self.entrySize, count: count)
  }

  /// Writes the table of `ids`, whose places are the records' numbers, and returns how many it has.
  static func write(_ ids: [ObjectID?], to bytes: inout [UInt8]) -> Int {
    let entries = ids.enumerated().compactMap { index, id in id.map { ($0, UInt32(index)) } }
    for (id, index) in entries.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
      bytes += id.bytes
      withUnsafeBytes(of: index.littleEndian) { bytes += $0 }
    }
    return entries.count
  }

  /// The numbers of the records about `id`.
  func records(with id: ObjectID) -> [Int] {
    let key = id.bytes
    var index = keys.firstIndex(notBelow: key)
    var found: [Int] = []
    while keys.isKey(key, at: index) {
      found.append(keys.number(at: index))
      index += 1
    }
    return found
  }

  /// The numbers of all records.
  var allRecords: [Int] { (0..<keys.count).map(keys.number) }

  /// Those of the sorted `ids` that stand here. Goes forward in growing steps, since both sides
  /// are sorted and either may be much the longer.
  func keys(among ids: [ObjectID]) -> [ObjectID] {
    var place = 0
    return ids.filter { id in
      let key = id.bytes
      place = keys.firstIndex(notBelow: key, from: place)
      return keys.isKey(key, at: place)
    }
  }

  /// The ids that begin with these hex digits, each once, at most `limit` of them.
  func keys(startingWith digits: String, limit: Int) -> [ObjectID] {
    let padded = digits + String(repeating: "0", count: max(0, ObjectID.hexCount - digits.count))
    guard let lowest = ObjectID(padded) else { return [] }
    var index = keys.firstIndex(notBelow: lowest.bytes)
    var found: [ObjectID] = []
    while found.count < limit, let id = keys.key(at: index) {
      guard digits.isEmpty || id.hex.hasPrefix(digits) else { break }
      if found.last != id { found.append(id) }
      index += 1
    }
    return found
  }
}

/// Ids at equal distances in sorted order.
struct SortedKeys {
  let file: MappedFile
  let start: Int
  let stride: Int
  let count: Int

  /// The first place whose id is not before `key`, and `count` where all are; nothing before
  /// `first` is looked at.
  func firstIndex(notBelow key: [UInt8], from first: Int = 0) -> Int {
    var (low, step) = (first, 1)
    while low + step < count, isBelow(key, at: low + step) {
      low += step
      step *= 2
    }
    var high = min(low + step + 1, count)
    while low < high {
      let middle = (low + high) / 2
      if isBelow(key, at: middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func isKey(_ key: [UInt8], at index: Int) -> Bool {
    index < count && compare(key, at: index) == 0
  }

  func key(at index: Int) -> ObjectID? {
    guard index < count else { return nil }
    let offset = start + index * stride
    return file.withBytes { ObjectID(bytes: $0[offset..<offset + ObjectID.byteCount]) }
  }

  /// The number behind the id.
  func number(at index: Int) -> Int {
    let offset = start + index * stride + ObjectID.byteCount
    return file.withBytes { bytes in
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
  }

  private func isBelow(_ key: [UInt8], at index: Int) -> Bool { compare(key, at: index) < 0 }

  /// Negative where the id at `index` comes before `key`.
  private func compare(_ key: [UInt8], at index: Int) -> Int32 {
    file.withBytes { bytes in
      guard let base = bytes.baseAddress else { return 1 }
      return memcmp(base + (start + index * stride), key, ObjectID.byteCount)
    }
  }
}
