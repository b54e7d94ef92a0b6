public import Model

/// A commit as its bytes say. Only `tree` and `parents` are read at once; the rest when asked.
public struct Commit: Sendable, Hashable {
  public let id: ObjectID
  public let tree: ObjectID
  public let parents: [ObjectID]
  /// The whole object without git's own header.
  public let raw: [UInt8]
  private let afterParents: Int

  /// Nil when the lines `tree` and `parent` are not what git writes.
  public init?(_ id: ObjectID, _ raw: [UInt8]) {
    var position = 0
    guard let tree = Self.identifier(after: "tree ", in: raw, at: &position) else { return nil }
    var parents: [ObjectID] = []
    while let parent = Self.identifier(after: "parent ", in: raw, at: &position) {
      parents.append(parent)
    }
    guard raw[position...].starts(with: "author ".utf8) else { return nil }
    self.id = id
    self.tree = tree
    self.parents = parents
    self.raw = raw
    afterParents = position
  }

  public var author: Signature { Signature(header("author")) }
  public var committer: Signature { Signature(header("committer")) }

  /// All after the first empty line, with bytes that are no UTF-8 replaced.
  public var message: String { String(decoding: messageBytes, as: UTF8.self) }

  public var messageBytes: ArraySlice<UInt8> {
    var lineStart = afterParents
    while lineStart < raw.endIndex {
      if raw[lineStart] == newline { return raw[(lineStart + 1)...] }
      guard let end = raw[lineStart...].firstIndex(of: newline) else { break }
      lineStart = end + 1
    }
    return raw[raw.endIndex...]
  }

  /// The value of the first header line called `name`, up to the line's end.
  private func header(_ name: String) -> ArraySlice<UInt8> {
    var lineStart = afterParents
    while lineStart < raw.endIndex, raw[lineStart] != newline {
      let end = raw[lineStart...].firstIndex(of: newline) ?? raw.endIndex
      let line = raw[lineStart..<end]
      if line.starts(with: name.utf8), line.dropFirst(name.utf8.count).first == space {
        return line.dropFirst(name.utf8.count + 1)
      }
      lineStart = end + 1
    }
    return []
  }

  private static func identifier(
    after name: StaticString, in raw: [UInt8], at position: inout Int
  ) -> ObjectID? {
    let start = position + name.utf8CodeUnitCount
    let end = start + ObjectID.hexCount
    guard end < raw.count, raw[end] == newline else { return nil }
    let label = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    guard raw[position..<start].elementsEqual(label),
      let id = ObjectID(hex: raw[start..<end])
    else { return nil }
    position = end + 1
    return id
  }
}

private let newline = UInt8(ascii: "\n")
private let space = UInt8(ascii: " ")
