public import Git
public import Model

extension Store {
  /// The commit that has the kept files of both: a principal who works in two clones writes the
  /// same month in both. Moves nothing.
  ///
  /// Two files of one name are both kept, one of them with its id behind its name.
  public func meetData(ours: ObjectID?, fetched: ObjectID) throws(GitError) -> ObjectID {
    guard let ours, ours != fetched else { return fetched }
    if try repository.isAncestor(fetched, of: ours) { return ours }
    if try repository.isAncestor(ours, of: fetched) { return fetched }
    let (mine, theirs) = (try repository.treeID(ours), try repository.treeID(fetched))
    let tree = try united(mine, theirs, depth: 0)
    if tree == theirs { return fetched }
    let seconds = max(
      try repository.committedSeconds(ours), try repository.committedSeconds(fetched))
    let line = Signature(name: "o8", email: "o8", seconds: seconds).line
    let parents = [ours, fetched].sorted().map { "parent \($0)\n" }.joined()
    let text = "tree \(tree)\n\(parents)author \(line)\ncommitter \(line)\n\njoin\n"
    return try repository.writeCommit(Array(text.utf8))
  }

  /// Packet, attempt and file: deeper trees are none of ours.
  private static let dataDepth = 16

  private func united(
    _ one: ObjectID, _ other: ObjectID, depth: Int
  ) throws(GitError) -> ObjectID {
    guard one != other else { return one }
    guard depth < Self.dataDepth else {
      throw GitError(.tooLarge, "join the trees", on: one.hex, "they nest too deeply")
    }
    var entries: [String: TreeEntry] = [:]
    for entry in try repository.tree(one) { entries[entry.name] = entry }
    for entry in try repository.tree(other) {
      guard let present = entries[entry.name] else {
        entries[entry.name] = entry
        continue
      }
      guard present != entry else { continue }
      if present.mode == .tree, entry.mode == .tree {
        let below = try united(present.id, entry.id, depth: depth + 1)
        entries[entry.name] = TreeEntry(entry.name, .tree, below)
        continue
      }
      let pair = [present, entry].sorted { left, right in
        (left.mode != .tree ? 1 : 0, left.id) < (right.mode != .tree ? 1 : 0, right.id)
      }
      entries[entry.name] = pair[0]
      let aside = "\(entry.name).\(pair[1].id.short)"
      entries[aside] = TreeEntry(aside, pair[1].mode, pair[1].id)
    }
    return try repository.writeTree(Array(entries.values))
  }
}
