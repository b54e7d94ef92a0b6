/// What a reader needs of a commit object, read from its bytes without trusting them.
public struct CommitText: Hashable, Sendable {
  public let tree: ObjectID
  public let parents: [ObjectID]
  /// Seconds of the committer's date, 0 where it cannot be read.
  public let committedSeconds: Int64
  /// Where the message starts.
  private let messageStart: Int
  private let bytes: [UInt8]

  /// Nil when the bytes have not a commit's shape.
  public init?(_ bytes: [UInt8]) {
    var lines = HeaderLines(bytes)
    guard let tree = lines.next().flatMap({ Self.id($0, after: "tree ") }) else { return nil }
    var parents: [ObjectID] = []
    var committed: Int64 = 0
    while let line = lines.next() {
      if line.starts(with: "parent ".utf8) {
        guard let parent = Self.id(line, after: "parent ") else { return nil }
        parents.append(parent)
      } else if line.starts(with: "committer ".utf8) {
        committed = Self.seconds(line)
      }
    }
    self.tree = tree
    self.parents = parents
    committedSeconds = committed
    messageStart = lines.position
    self.bytes = bytes
  }

  public var message: String { String(decoding: bytes[messageStart...], as: UTF8.self) }

  private static func id(_ line: ArraySlice<UInt8>, after key: String) -> ObjectID? {
    guard line.starts(with: key.utf8), let bytes = Hex.bytes(line.dropFirst(key.utf8.count)) else {
      return nil
    }
    return ObjectID(bytes: bytes)
  }

  private static func seconds(_ line: ArraySlice<UInt8>) -> Int64 {
    let words = line.split(separator: UInt8(ascii: " "))
    guard words.count >= 2 else { return 0 }
    let text = String(decoding: words[words.count - 2], as: UTF8.self)
    return Int64(text).flatMap { $0 >= 0 ? $0 : nil } ?? 0
  }
}

/// The lines before the empty one that ends a commit's header.
private struct HeaderLines {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> ArraySlice<UInt8>? {
    guard position < bytes.count else { return nil }
    let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let line = bytes[position..<end]
    position = min(end + 1, bytes.count)
    return line.isEmpty ? nil : line
  }
}
