import CGit2
public import Model

extension Repository {
  /// Where `name` leads, through symbolic references; nil when it is absent or leads nowhere.
  public func target(of name: ReferenceName) throws(GitError) -> ObjectID? {
    try refuseWorktreeReference(name)
    if let proposed = proposal[name] { return proposed }
    var raw = git_oid()
    let result = git_reference_name_to_id(&raw, handle.pointer, name.text)
    if result == GIT_ENOTFOUND.rawValue { return nil }
    try GitError.check(result, "read reference", name.text)
    return ObjectID(raw)
  }

  /// The reference that `name` is another name of, existing or not; nil where it is none.
  ///
  /// What is there is read, whatever is proposed.
  public func symbolicTarget(of name: ReferenceName) throws(GitError) -> String? {
    let found = try Handle<ReferenceHandleKind>.find("read reference", on: name.text) {
      git_reference_lookup(&$0, handle.pointer, name.text)
    }
    guard let found else { return nil }
    return git_reference_symbolic_target(found.pointer).map { String(cString: $0) }
  }

  /// What `packed-refs` holds for `name`, whatever a loose file says; nil where it has no line.
  public func packedTarget(of name: ReferenceName) throws(GitError) -> ObjectID? {
    try PackedReferences(location.commonDirectory).value(of: name)
  }

  /// Throws `corrupt` where `packed-refs` is damaged: libgit2 says so once, and from then on that
  /// nothing is in it. For whoever would act on a reference's not being there.
  public func checkPackedReferences() throws(GitError) {
    try PackedReferences(location.commonDirectory).check()
  }

  /// All references whose names begin with `prefix` (which should end in a slash), sorted.
  ///
  /// Broken and dangling ones are left out, and names that are no valid UTF-8.
  public func references(under prefix: String) throws(GitError) -> [Reference] {
    let iterator = try Handle<ReferenceIteratorKind>("list references under", on: prefix) {
      git_reference_iterator_glob_new(&$0, handle.pointer, Self.globEscaped(prefix) + "*")
    }
    var found: [Reference] = []
    while let reference = try Handle<ReferenceHandleKind>.next(of: iterator, under: prefix) {
      if let value = value(of: reference) { found.append(value) }
    }
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

  private func value(of reference: borrowing Handle<ReferenceHandleKind>) -> Reference? {
    guard let text = String(validatingCString: git_reference_name(reference.pointer)),
      let name = ReferenceName(text)
    else { return nil }
    if let target = git_reference_target(reference.pointer) {
      return ObjectID(target.pointee).map { Reference(name: name, target: $0) }
    }
    var raw = git_oid()
    guard git_reference_name_to_id(&raw, handle.pointer, text) == 0 else { return nil }
    return ObjectID(raw).map { Reference(name: name, target: $0, isSymbolic: true) }
  }

  /// libgit2 looks for every reference where all worktrees share them, but these are the
  /// worktree's own: only the git program finds them.
  func refuseWorktreeReference(_ name: ReferenceName) throws(GitError) {
    let own = ["refs/worktree/", "refs/bisect/", "refs/rewritten/"]
    guard location.isLinked, own.contains(where: name.text.hasPrefix) else { return }
    throw GitError(
      .unsupported, "use reference", on: name.text, "it belongs to one worktree alone")
  }

  private static func globEscaped(_ text: String) -> String {
    String(text.flatMap { "*?[\\".contains($0) ? ["\\", $0] : [$0] })
  }
}

extension Handle where Kind == ReferenceHandleKind {
  fileprivate static func next(
    of iterator: borrowing Handle<ReferenceIteratorKind>, under prefix: String
  ) throws(GitError) -> Handle? {
    var reference: OpaquePointer?
    let result = git_reference_next(&reference, iterator.pointer)
    if result == GIT_ITEROVER.rawValue { return nil }
    try GitError.check(result, "list references under", prefix)
    return reference.map { Handle(owning: $0) }
  }
}
