public import Model

extension Repository {
  /// The deepest fan-out that git itself makes of notes is two digits at a time.
  private static let noteDepthLimit = ObjectID.hexCount / 2 - 1

  /// The note on `id` in a tree of notes, whatever its fan-out; nil when there is none.
  public func note(
    on id: ObjectID, in notes: ObjectID, limit: Int
  ) throws(GitError) -> [UInt8]? {
    var (tree, rest) = (try treeID(notes), Substring(id.hex))
    for _ in 0...Self.noteDepthLimit {
      let entries = try self.tree(tree)
      if let flat = entries.first(where: { $0.mode != .tree && $0.name == rest }) {
        return try blob(flat.id, limit: limit)
      }
      guard let next = entries.first(where: { $0.mode == .tree && $0.name == rest.prefix(2) })
      else { return nil }
      (tree, rest) = (next.id, rest.dropFirst(2))
    }
    return nil
  }

  /// The tree of notes `old` with some written (bytes) or taken away (nil).
  ///
  /// Notes are kept one level deep, `ab/cdef…`, as git does for hundreds of them, since `git
  /// notes merge` fails on trees that mix depths. Those that git put at the top (it does so
  /// with few) are moved down with them.
  public func notes(
    _ old: ObjectID?, writing changes: [ObjectID: [UInt8]?]
  ) throws(GitError) -> ObjectID {
    let top = try old.map { id throws(GitError) in try tree(try treeID(id)) } ?? []
    var directories: [String: [TreeEntry]] = [:]
    var written: [TreeEntry] = []
    var moves: [ObjectID: TreeEntry?] = [:]
    for entry in top {
      if entry.mode != .tree, let id = ObjectID(entry.name) {
        moves[id] = TreeEntry(String(entry.name.dropFirst(2)), entry.mode, entry.id)
      } else {
        written.append(entry)
      }
    }
    for (id, bytes) in changes {
      moves[id] = .some(
        try bytes.map { bytes throws(GitError) in
          TreeEntry(String(id.hex.dropFirst(2)), try writeBlob(bytes))
        })
    }
    for (id, entry) in moves {
      let prefix = String(id.hex.prefix(2))
      if directories[prefix] == nil {
        directories[prefix] = try notes(below: prefix, taken: &written)
      }
      directories[prefix]?.removeAll { $0.name == id.hex.dropFirst(2) }
      if let entry { directories[prefix]?.append(entry) }
    }
    for (prefix, inner) in directories where !inner.isEmpty {
      written.append(TreeEntry(prefix, .tree, try writeTree(inner)))
    }
    return try writeTree(written)
  }

  /// The entries of directory `prefix`, which is taken out of `top` to be written anew.
  private func notes(
    below prefix: String, taken top: inout [TreeEntry]
  ) throws(GitError) -> [TreeEntry] {
    guard let place = top.firstIndex(where: { $0.mode == .tree && $0.name == prefix }) else {
      return []
    }
    return try tree(top.remove(at: place).id)
  }
}
