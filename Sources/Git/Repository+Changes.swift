public import Model

extension Repository {
  /// More changed paths than this are nothing that anybody reviews.
  public static let changeLimit = 100_000
  /// Deeper trees than this do not fit a path that a file system takes (4096 bytes).
  static let depthLimit = 2048

  /// What differs between two trees, file by file and sorted by path.
  ///
  /// Raw: neither renames nor attributes nor ignore rules are looked at. Nil stands for the
  /// empty tree; a commit's id is taken for its tree. `tooLarge` beyond `limit` paths.
  public func changes(
    from old: ObjectID?, to new: ObjectID, limit: Int = Repository.changeLimit
  ) throws(GitError) -> [PathChange] {
    var found: [PathChange] = []
    let sides = (try old.map(treeID) ?? .emptyTree, try treeID(new))
    try compare(sides.0, sides.1, in: [], depth: 0) { change throws(GitError) in
      guard found.count < limit else {
        throw GitError(
          .tooLarge, "compare \(sides.0.short) with", on: new.hex, "more than \(limit) changes")
      }
      found.append(change)
    }
    return found.sorted { $0.pathBytes.lexicographicallyPrecedes($1.pathBytes) }
  }

  /// The tree itself, or the one of the commit that `id` names.
  public func treeID(_ id: ObjectID) throws(GitError) -> ObjectID {
    guard id != .emptyTree, try kind(of: id) == .commit else { return id }
    return try commit(id).tree
  }

  private func compare(
    _ old: ObjectID, _ new: ObjectID, in directory: [UInt8], depth: Int,
    _ report: (PathChange) throws(GitError) -> Void
  ) throws(GitError) {
    guard old != new else { return }
    guard depth < Self.depthLimit else {
      throw GitError(.tooLarge, "compare trees in", on: new.hex, "they nest too deeply")
    }
    let (left, right) = (try tree(old), try tree(new))
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      // Where the orders differ (a file became a directory), each side stands alone.
      let first: TreeEntry? = i < left.count ? left[i] : nil
      let second: TreeEntry? = j < right.count ? right[j] : nil
      if let first, let second, first.nameBytes == second.nameBytes,
        (first.mode == .tree) == (second.mode == .tree)
      {
        (i, j) = (i + 1, j + 1)
        if first.id != second.id || first.mode != second.mode {
          try step(first, second, in: directory, depth, report)
        }
      } else if let first, second.map({ TreeEntry.precedes(first, $0) }) ?? true {
        i += 1
        try step(first, nil, in: directory, depth, report)
      } else {
        j += 1
        try step(nil, second, in: directory, depth, report)
      }
    }
  }

  /// Reports a file, or goes down into a directory; both sides are of one sort.
  private func step(
    _ old: TreeEntry?, _ new: TreeEntry?, in directory: [UInt8], _ depth: Int,
    _ report: (PathChange) throws(GitError) -> Void
  ) throws(GitError) {
    guard let entry = new ?? old else { return }
    let path = directory + entry.nameBytes
    if entry.mode == .tree {
      try compare(
        old?.id ?? .emptyTree, new?.id ?? .emptyTree, in: path + [UInt8(ascii: "/")],
        depth: depth + 1, report)
    } else {
      try report(PathChange(pathBytes: path, old: old.map(\.side), new: new.map(\.side)))
    }
  }
}

extension TreeEntry {
  var side: PathChange.Side { PathChange.Side(mode: mode, id: id) }
}
