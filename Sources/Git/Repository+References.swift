import CGit2
public import Model

extension Repository {
  /// Where `name` leads, through symbolic references; nil when it is absent or leads nowhere.
  public func target(of name: ReferenceName) throws(GitError) -> ObjectID? {
    try refuseWorktreeReference(name)
    if let proposed = proposal[name] { return proposed }
    return try value(of: name)
  }

  /// The same, of what is there.
  private func value(of name: ReferenceName) throws(GitError) -> ObjectID? {
    var name = name
    for _ in 0..<Self.nestingLimit {
      switch try LooseReference(at: path(of: name)) {
      case .value(let id): return id
      case .symbolic(let other):
        guard let next = ReferenceName(other) else { return nil }
        name = next
      // Where it has just been packed, the file was written before its own was taken away.
      case nil: return try packedNames().value(of: name)
      }
    }
    throw GitError(
      .corrupt, "read reference", on: name.text, "it is a name of a name of a name, too often")
  }

  /// Git follows so many.
  private static let nestingLimit = 5

  private func path(of name: ReferenceName) -> String {
    "\(location.commonDirectory)/\(name.text)"
  }

  /// What is packed now, read anew where somebody has written it since.
  func packedNames() throws(GitError) -> PackedNames {
    let path = location.commonDirectory + "/packed-refs"
    if let known = packed, known.stamp == PackedNames.stamp(of: path) { return known }
    let names = try PackedNames(readingFrom: path)
    (packed, packedLists) = (names, [:])
    return names
  }

  private func packedReferences(under prefix: String) throws(GitError) -> [Reference] {
    let names = try packedNames()
    if let known = packedLists[prefix] { return known }
    let found = try names.all(under: prefix)
    packedLists[prefix] = found
    return found
  }

  /// The reference that `name` is another name of, existing or not; nil where it is none.
  ///
  /// What is there is read, whatever is proposed.
  public func symbolicTarget(of name: ReferenceName) throws(GitError) -> String? {
    guard case .symbolic(let other) = try LooseReference(at: path(of: name)) else { return nil }
    return other
  }

  /// What `packed-refs` holds for `name`, whatever a loose file says; nil where it has no line.
  public func packedTarget(of name: ReferenceName) throws(GitError) -> ObjectID? {
    try packedNames().value(of: name)
  }

  /// Throws `corrupt` where `packed-refs` is damaged: libgit2 says so once, and from then on that
  /// nothing is in it. For whoever would act on a reference's not being there.
  public func checkPackedReferences() throws(GitError) {
    try packedNames().checkValues()
  }

  /// All references whose names begin with `prefix` (which should end in a slash), sorted.
  ///
  /// Broken and dangling ones are left out, and names that are no valid UTF-8.
  public func references(under prefix: String) throws(GitError) -> [Reference] {
    var found: [Reference] = []
    var own: Set<ReferenceName> = []
    // Files first: what is packed meanwhile is found there, since its file goes last.
    for name in LooseReference.names(under: prefix, in: location.commonDirectory) {
      switch Result(catching: { () throws(GitError) in try LooseReference(at: path(of: name)) }) {
      case .success(nil): continue
      case .success(let loose?):
        if let value = reference(name, loose) { found.append(value) }
      // What is broken hides what was packed of it, as for git.
      case .failure: break
      }
      own.insert(name)
    }
    let packed = try packedReferences(under: prefix)
    if own.isEmpty, proposal.isEmpty { return packed }
    found += packed.filter { !own.contains($0.name) }
    return proposed(instead: found, under: prefix).sorted { $0.name < $1.name }
  }

  public func head() throws(GitError) -> Head {
    let head = try Handle<ReferenceHandleKind>("read HEAD of", on: location.directory) {
      git_reference_lookup(&$0, handle.pointer, "HEAD")
    }
    if let target = git_reference_target(head.pointer), let id = ObjectID(target.pointee) {
      return .detached(id)
    }
    let text = git_reference_symbolic_target(head.pointer).map { String(cString: $0) } ?? ""
    guard let name = ReferenceName(text) else {
      throw GitError(.corrupt, "read HEAD of", on: location.directory, "it names '\(text)'")
    }
    guard let id = try target(of: name) else { return .unborn(name) }
    return .branch(name, id)
  }

  /// Nil where it leads nowhere.
  private func reference(_ name: ReferenceName, _ loose: LooseReference) -> Reference? {
    switch loose {
    case .value(let id): return Reference(name: name, target: id)
    case .symbolic:
      guard let target = (try? value(of: name)) ?? nil else { return nil }
      return Reference(name: name, target: target, isSymbolic: true)
    }
  }

  /// libgit2 looks for every reference where all worktrees share them, but these are the
  /// worktree's own: only the git program finds them.
  func refuseWorktreeReference(_ name: ReferenceName) throws(GitError) {
    let own = ["refs/worktree/", "refs/bisect/", "refs/rewritten/"]
    guard location.isLinked, own.contains(where: name.text.hasPrefix) else { return }
    throw GitError(
      .unsupported, "use reference", on: name.text, "it belongs to one worktree alone")
  }
}
