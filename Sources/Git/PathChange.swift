public import Model

/// What differs at one path between two trees.
public struct PathChange: Sendable, Hashable {
  public struct Side: Sendable, Hashable {
    public let mode: FileMode
    public let id: ObjectID

    public init(mode: FileMode, id: ObjectID) {
      self.mode = mode
      self.id = id
    }
  }

  /// The path as stored, which need not be UTF-8.
  public let pathBytes: [UInt8]
  /// Nil where the path is added.
  public let old: Side?
  /// Nil where it is deleted.
  public let new: Side?

  public init(pathBytes: [UInt8], old: Side?, new: Side?) {
    self.pathBytes = pathBytes
    self.old = old
    self.new = new
  }

  /// The path for people, with bytes that are no UTF-8 replaced.
  public var path: String { String(decoding: pathBytes, as: UTF8.self) }
}
