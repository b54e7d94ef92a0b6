public import Model

/// One name in a tree.
public struct TreeEntry: Sendable, Hashable {
  /// The name as stored, which need not be UTF-8.
  public let nameBytes: [UInt8]
  public let mode: FileMode
  public let id: ObjectID

  public init(_ name: String, _ mode: FileMode, _ id: ObjectID) {
    self.init(nameBytes: Array(name.utf8), mode, id)
  }

  /// An ordinary file.
  public init(_ name: String, _ blob: ObjectID) {
    self.init(name, .file, blob)
  }

  public init(nameBytes: [UInt8], _ mode: FileMode, _ id: ObjectID) {
    self.nameBytes = nameBytes
    self.mode = mode
    self.id = id
  }

  /// The name for people, with bytes that are no UTF-8 replaced.
  public var name: String { String(decoding: nameBytes, as: UTF8.self) }

  /// git's order: a tree sorts as if its name ended in a slash.
  static func precedes(_ left: TreeEntry, _ right: TreeEntry) -> Bool {
    precedes(left.nameBytes, left.mode == .tree, right.nameBytes, right.mode == .tree)
  }

  private static func precedes(
    _ left: [UInt8], _ leftIsTree: Bool, _ right: [UInt8], _ rightIsTree: Bool
  ) -> Bool {
    for (a, b) in zip(left, right) where a != b { return a < b }
    if left.count == right.count { return !leftIsTree && rightIsTree }
    let slash = UInt8(ascii: "/")
    return left.count < right.count
      ? (leftIsTree ? slash : 0) < right[left.count]
      : left[right.count] < (rightIsTree ? slash : 0)
  }
}

extension TreeEntry {
  /// The entries that a tree object's bytes spell; nil when any is malformed, out of order or
  /// there twice, so that no two readers can see two different files behind one name.
  static func list(_ raw: [UInt8]) -> [TreeEntry]? {
    var entries: [TreeEntry] = []
    var position = 0
    while position < raw.count {
      guard let entry = next(in: raw, at: &position) else { return nil }
      if let last = entries.last, !precedes(last, entry) { return nil }
      if entry.mode == .tree, holds(entries, fileNamed: entry.nameBytes) { return nil }
      entries.append(entry)
    }
    return entries
  }

  /// The bytes of the tree that holds `entries`; nil when a name is impossible or there twice.
  static func bytes(_ entries: [TreeEntry]) -> [UInt8]? {
    var raw: [UInt8] = []
    for entry in entries.sorted(by: precedes) {
      raw += entry.mode.octal.utf8
      raw.append(UInt8(ascii: " "))
      raw += entry.nameBytes
      raw.append(0)
      raw += entry.id.bytes
    }
    guard list(raw)?.count == entries.count else { return nil }
    return raw
  }

  private static func next(in raw: [UInt8], at position: inout Int) -> TreeEntry? {
    var mode: UInt32 = 0
    let modeStart = position
    while position < raw.count, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(raw[position]) {
      // Seven digits are the longest that any git wrote (`0100644`).
      guard position - modeStart < 7 else { return nil }
      mode = mode << 3 | UInt32(raw[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > modeStart, position < raw.count, raw[position] == UInt8(ascii: " ") else {
      return nil
    }
    position += 1
    guard let end = raw[position...].firstIndex(of: 0), end > position,
      raw.count - end > ObjectID.byteCount
    else { return nil }
    let name = raw[position..<end]
    guard !name.contains(UInt8(ascii: "/")),
      let id = ObjectID(bytes: raw[(end + 1)...(end + ObjectID.byteCount)])
    else { return nil }
    position = end + 1 + ObjectID.byteCount
    return TreeEntry(nameBytes: Array(name), FileMode(rawValue: mode), id)
  }

  /// Whether a file of that name stands among sorted `entries`; it sorts apart from the tree.
  private static func holds(_ entries: [TreeEntry], fileNamed name: [UInt8]) -> Bool {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let entry = entries[middle]
      if precedes(entry.nameBytes, entry.mode == .tree, name, false) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < entries.count && entries[low].nameBytes == name && entries[low].mode != .tree
  }
}
