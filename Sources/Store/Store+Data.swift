import Git
public import Model

extension Store {
  /// Keeps large files of a month under `refs/o8-data`, below what was kept there before.
  ///
  /// - Parameter files: by path, such as `<packet>/attempt-1.log`.
  /// Returns what an event says of each, by path.
  public func keep(
    _ files: [String: [UInt8]], by holder: PrincipalName, at time: Instant
  ) async throws -> [String: Kept] {
    var kept: [String: Kept] = [:]
    for (path, bytes) in files {
      kept[path] = Kept(
        sha256: Digest(of: bytes), size: Int64(bytes.count),
        blob: try repository.writeBlob(bytes), holder: holder)
    }
    guard !kept.isEmpty else { return [:] }
    let name = Layout.data(time, holder)
    for attempt in 0..<Limits.appendAttempts {
      let tip = try repository.target(of: name)
      var tree = try tip.map { try repository.treeID($0) }
      for (path, file) in kept.sorted(by: { $0.key < $1.key }) {
        tree = try put(file.blob, at: path.split(separator: "/").map(String.init)[...], in: tree)
      }
      guard let tree else { return kept }
      let line = Signature(name: holder.text, email: holder.text, seconds: time.seconds).line
      let parent = tip.map { "parent \($0)\n" } ?? ""
      let subject = kept.keys.sorted().joined(separator: ", ")
      let text =
        "tree \(tree)\n\(parent)author \(line)\ncommitter \(line)\n\n"
        + "keep: \(EventBody.subject(subject))\n"
      if try step(name, from: tip, to: repository.writeCommit(Array(text.utf8))) { return kept }
      try await pause(after: attempt)
    }
    throw contention(name)
  }

  /// The tree that `tree` becomes with `blob` at `path`.
  private func put(
    _ blob: ObjectID, at path: ArraySlice<String>, in tree: ObjectID?
  ) throws(GitError) -> ObjectID {
    var entries = try tree.map { id throws(GitError) in try repository.tree(id) } ?? []
    guard let name = path.first else { return blob }
    let old = entries.first { $0.name == name }
    entries.removeAll { $0.name == name }
    if path.count == 1 {
      entries.append(TreeEntry(name, blob))
    } else {
      let below = old?.mode == .tree ? old?.id : nil
      entries.append(
        TreeEntry(name, .tree, try put(blob, at: path.dropFirst(), in: below)))
    }
    return try repository.writeTree(entries)
  }
}
