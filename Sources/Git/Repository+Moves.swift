import CGit2
public import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Repository {
  /// Moves a reference from exactly `old` to `new`, where nil means absent.
  ///
  /// The old value is compared under the reference's own lock file, the one that git takes too,
  /// so of any number of writers with the same `old` one wins. The others get `modified`,
  /// `exists` (a creation that came second) or `locked`. No hook runs and no reflog is asked
  /// for: user's branches move through the git program instead.
  ///
  /// A symbolic reference and a symbolic link are refused, never followed: `conflict`.
  /// So is a name that would be a directory of another, or the other way round.
  public func move(
    _ name: ReferenceName, from old: ObjectID?, to new: ObjectID?
  ) throws(GitError) {
    try refuseWorktreeReference(name)
    try refuseProposal(name)
    try refuseIndirection(name)
    switch (old, new) {
    case (nil, nil): break
    case (let old, let new?): try set(name, from: old, to: new)
    case (let old?, nil): try delete(name, from: old)
    }
  }

  private func set(
    _ name: ReferenceName, from old: ObjectID?, to new: ObjectID
  ) throws(GitError) {
    // Zero as the expected value means "absent", compared under the lock like any other.
    var (expected, wanted) = (old?.raw ?? git_oid(), new.raw)
    var reference: OpaquePointer?
    let result = git_reference_create_matching(
      &reference, handle.pointer, name.text, &wanted, 1, &expected, nil)
    git_reference_free(reference)
    guard result < 0 else { return }
    let error = GitError(libgit2: result, "move reference", on: name.text)
    switch (error.code, old) {
    case (.modified, nil):
      throw GitError(.exists, "create reference", on: name.text, "it exists already")
    case (.notFound, _?):
      throw GitError(.modified, "move reference", on: name.text, "it is gone")
    case (.other, _) where !contains(new):
      throw GitError(.notFound, "move reference", on: name.text, "there is no object \(new) here")
    case (.other, _):
      throw GitError(collision(of: name) ? .conflict : .other, error)
    default:
      throw error
    }
  }

  /// Whether another reference stands where `name` needs a directory, or inside `name`.
  private func collision(of name: ReferenceName) -> Bool {
    var parents = name.text.split(separator: "/").dropLast()
    while parents.count > 1 {
      if let parent = ReferenceName(parents.joined(separator: "/")),
        (try? target(of: parent)) != nil
      {
        return true
      }
      parents.removeLast()
    }
    return (try? references(under: name.text + "/").isEmpty) == false
  }

  func refuseIndirection(_ name: ReferenceName) throws(GitError) {
    let path = location.commonDirectory + "/" + name.text
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      throw GitError(
        .conflict, "move reference", on: name.text,
        "a symbolic link stands at \(path) and would be followed; remove it")
    }
    guard try symbolicTarget(of: name) != nil else { return }
    throw GitError(
      .conflict, "move reference", on: name.text,
      "it is symbolic; `git symbolic-ref --delete \(name.text)` removes it")
  }
}

extension GitError {
  fileprivate init(_ code: Code, _ error: GitError) {
    self.init(code, error.attempted, on: error.subject, error.detail)
  }
}
