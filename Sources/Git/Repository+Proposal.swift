public import Model

extension Repository {
  /// From now on reads references as they would be after `changes`, where nil is a deletion.
  ///
  /// For who judges a push before any of it is let in: the objects are in quarantine already, the
  /// references are only said. Such a repository moves nothing any more. A symbolic reference to
  /// one that would move is read as it stands.
  public func propose(_ changes: [ReferenceName: ObjectID?]) {
    proposal.merge(changes) { _, new in new }
  }

  /// What stands for `name`, whatever is proposed.
  public func presentTarget(of name: ReferenceName) throws(GitError) -> ObjectID? {
    let proposed = proposal
    proposal = [:]
    defer { proposal = proposed }
    return try target(of: name)
  }

  func proposed(instead present: [Reference], under prefix: String) -> [Reference] {
    guard !proposal.isEmpty else { return present }
    let changed = proposal.filter { $0.key.text.hasPrefix(prefix) }
    return present.filter { changed[$0.name] == nil }
      + changed.compactMap { name, target in target.map { Reference(name: name, target: $0) } }
  }

  func refuseProposal(_ name: ReferenceName) throws(GitError) {
    guard !proposal.isEmpty else { return }
    throw GitError(
      .unsupported, "move reference", on: name.text, "the references are those of a proposal")
  }
}
