/// A path that a change touches, with what the static rules look at.
public struct ChangedFile: Hashable, Sendable {
  /// What a tree says about a path.
  public struct Side: Hashable, Sendable {
    /// As git stores it, such as `0o100644`.
    public var mode: UInt32
    public var id: ObjectID

    public init(mode: UInt32, id: ObjectID) {
      self.mode = mode
      self.id = id
    }

    public var isLink: Bool { mode == 0o120000 }
    public var isGitlink: Bool { mode == 0o160000 }
    public var isExecutable: Bool { mode == 0o100755 }
  }

  public var path: String
  /// Nil where the path is added.
  public var old: Side?
  /// Nil where it is deleted.
  public var new: Side?
  /// The new content's size in bytes; 0 where there is none.
  public var size: Int
  /// Nil for what has no lines to look at: binary, or larger than the caller reads.
  public var added: [AddedLine]?
  public var removedLineCount: Int
  /// Where a new symbolic link points to.
  public var linkTarget: String?

  public init(
    path: String, old: Side?, new: Side?, size: Int = 0, added: [AddedLine]? = nil,
    removedLineCount: Int = 0, linkTarget: String? = nil
  ) {
    self.path = path
    self.old = old
    self.new = new
    self.size = size
    self.added = added
    self.removedLineCount = removedLineCount
    self.linkTarget = linkTarget
  }

  public var changedLineCount: Int { (added?.count ?? 0) + removedLineCount }
}

/// A line that a change brings, without its line break.
public struct AddedLine: Hashable, Sendable {
  /// In the new file, from 1.
  public var number: Int
  public var text: String

  public init(_ number: Int, _ text: String) {
    self.number = number
    self.text = text
  }
}
