public import Model

extension Repository {
  /// The id that a tree would have with changes made to it; nil where it has not got what they
  /// replace or remove.
  ///
  /// Writes nothing, and reads nothing but the directories on the changed paths: what the changes
  /// bring need not be here. A commit's id is taken for its tree.
  public func treeID(
    of base: ObjectID, changing changes: [PathChange]
  ) throws(GitError) -> ObjectID? {
    let changes = changes.map { Below(path: $0.pathBytes[...], change: $0) }
    let tree = try treeID(base)
    return try entries(of: tree, changing: changes, depth: 0).flatMap(Self.id)
  }

  /// A change with what is left of its path below the directory that is looked at.
  private typealias Below = (path: ArraySlice<UInt8>, change: PathChange)

  private func entries(
    of tree: ObjectID, changing changes: [Below], depth: Int
  ) throws(GitError) -> [TreeEntry]? {
    guard depth < Self.depthLimit else {
      throw GitError(.tooLarge, "change the tree", on: tree.hex, "it nests too deeply")
    }
    var present: [[UInt8]: TreeEntry] = [:]
    for entry in try self.tree(tree) { present[entry.nameBytes] = entry }
    var groups: [[UInt8]: [Below]] = [:]
    for (path, change) in changes {
      let name = path.prefix { $0 != UInt8(ascii: "/") }
      groups[Array(name), default: []].append((path[name.endIndex...].dropFirst(), change))
    }
    for (name, group) in groups {
      guard let left = try entry(named: name, on: present[name], after: group, depth: depth)
      else { return nil }
      present[name] = left.first
    }
    return Array(present.values)
  }

  /// What a name stands for after the changes at it and below it, or nothing; nil where they do
  /// not fit what is there.
  private func entry(
    named name: [UInt8], on present: TreeEntry?, after group: [Below], depth: Int
  ) throws(GitError) -> [TreeEntry]? {
    let here = group.filter(\.path.isEmpty).map(\.change)
    let below = group.filter { !$0.path.isEmpty }
    let (file, directory) = present?.mode == .tree ? (nil, present?.id) : (present, nil)
    guard !name.isEmpty, here.count <= 1, here.allSatisfy({ $0.old == file?.side }) else {
      return nil
    }
    let new = here.isEmpty ? file?.side : here[0].new
    guard
      let inside = try entries(of: directory ?? .emptyTree, changing: below, depth: depth + 1)
    else { return nil }
    if let new { return inside.isEmpty ? [TreeEntry(nameBytes: name, new.mode, new.id)] : nil }
    if inside.isEmpty { return [] }
    return try Self.id(of: inside).map { [TreeEntry(nameBytes: name, .tree, $0)] }
  }

  /// The id of the tree of these entries; nil when no tree can hold them.
  private static func id(of entries: [TreeEntry]) throws(GitError) -> ObjectID? {
    guard !entries.isEmpty else { return .emptyTree }
    return try TreeEntry.bytes(entries).map { bytes throws(GitError) in
      try hash(bytes, kind: .tree)
    }
  }
}
