public import Model

/// What joining two trees gave.
public enum MergeResult: Sendable, Hashable {
  case clean(ObjectID)
  case conflict(MergeConflict)

  public var tree: ObjectID? {
    if case .clean(let tree) = self { tree } else { nil }
  }
}

/// Where two trees could not be joined.
public struct MergeConflict: Sendable, Hashable {
  /// The tree with conflict markers, for a person to look at.
  public let tree: ObjectID
  /// Sorted, each once.
  public let paths: [String]
  /// git's sentences on each.
  public let messages: [String]
}

extension RepositoryLocation {
  /// Joins the trees of two commits, on their merge bases or on the one given, without index or
  /// work tree. The result depends on the commits and the configuration alone: attributes come
  /// from the trees that are joined, since it runs where no file of a work tree is in sight.
  public func merge(
    _ ours: ObjectID, _ theirs: ObjectID, base: ObjectID? = nil
  ) async throws(GitError) -> MergeResult {
    var sides = (ours, theirs)
    if let base { sides = try ancestry(ours, theirs, above: base) }
    let arguments = [
      "-c", "merge.conflictStyle=merge", "-c", "merge.directoryRenames=conflict",
      "-c", "merge.renormalize=false", "-c", "core.attributesFile=/dev/null",
      "merge-tree", "--write-tree", "-z", "--messages", "--allow-unrelated-histories",
      sides.0.hex, sides.1.hex,
    ]
    let inGitDirectory = RepositoryLocation(
      gitDirectory: gitDirectory, commonDirectory: commonDirectory, workTree: nil, isBare: isBare,
      objects: objects)
    let output = try await inGitDirectory.run(arguments)
    guard output.exit == 0 || output.exit == 1 else {
      throw Program.git.failed(["merge-tree", ours.hex, theirs.hex], output)
    }
    guard let result = MergeResult(output) else {
      throw GitError(
        .other, "merge", on: "\(ours.short) and \(theirs.short)", "git wrote no tree")
    }
    return result
  }

  /// Two commits with the trees of `ours` and `theirs` and the one parent `base`: git 2.38 takes
  /// no base by itself. They depend on their trees alone, and nothing keeps them.
  private func ancestry(
    _ ours: ObjectID, _ theirs: ObjectID, above base: ObjectID
  ) throws(GitError) -> (ObjectID, ObjectID) {
    let repository = try Repository(self)
    func commit(_ tree: ObjectID, _ parent: ObjectID?) throws(GitError) -> ObjectID {
      let who = Signature(name: "o8", email: "o8", seconds: 0).line
      let above = parent.map { "parent \($0)\n" } ?? ""
      let tree = try repository.treeID(tree)
      let raw = "tree \(tree)\n\(above)author \(who)\ncommitter \(who)\n\nmerge base\n"
      return try repository.writeCommit(Array(raw.utf8))
    }
    let root = try commit(base, nil)
    return (try commit(ours, root), try commit(theirs, root))
  }
}

extension MergeResult {
  /// Reads `git merge-tree --write-tree -z --messages`: the tree, then on a conflict the
  /// unmerged entries, an empty field, and the messages.
  init?(_ output: ProgramOutput) {
    let fields = output.fields.map { String(decoding: $0, as: UTF8.self) }
    guard let tree = fields.first.flatMap({ ObjectID($0) }) else { return nil }
    guard output.exit != 0 else {
      self = .clean(tree)
      return
    }
    let entries = fields.dropFirst().prefix { !$0.isEmpty }
    // An entry is `MODE ID STAGE<tab>PATH`.
    var paths = Set(entries.map { String($0.drop { $0 != "\t" }.dropFirst()) })
    var messages: [String] = []
    var rest = fields.dropFirst(1 + entries.count + 1)
    // Each message: a count, as many paths, its kind, its text.
    while let count = rest.first.flatMap({ Int($0) }), count >= 0, rest.count >= count + 3 {
      let kind = rest[rest.startIndex + count + 1]
      if kind.hasPrefix("CONFLICT") {
        paths.formUnion(rest.dropFirst().prefix(count))
        let text = rest[rest.startIndex + count + 2]
        messages.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
      }
      rest = rest.dropFirst(count + 3)
    }
    self = .conflict(MergeConflict(tree: tree, paths: paths.sorted(), messages: messages))
  }
}
