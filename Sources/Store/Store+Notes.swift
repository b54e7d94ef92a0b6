public import Git
public import Model

extension Store {
  /// Writes notes for people, by the commit they are on, beside those that are there.
  ///
  /// They are made from what was verified and are never read as evidence. Where the reference
  /// holds no notes they begin anew; returns the reference that keeps what was there, or nil.
  @discardableResult
  public func annotate(
    _ notes: [ObjectID: String], at instant: Instant
  ) async throws -> ReferenceName? {
    guard !notes.isEmpty else { return nil }
    return try await writeNotes(notes, at: instant)
  }

  /// Makes the reference of notes where there is none: without it `git log --notes=o8` warns that
  /// it is invalid, until something has landed.
  public func beginNotes(at instant: Instant) async throws {
    guard try repository.target(of: Layout.notes) == nil else { return }
    _ = try await writeNotes([:], at: instant)
  }

  private func writeNotes(
    _ notes: [ObjectID: String], at instant: Instant
  ) async throws -> ReferenceName? {
    let aside = try setNotesAside()
    let line = Signature(name: "o8", email: "o8", seconds: instant.seconds).line
    for attempt in 0..<Limits.appendAttempts {
      let previous = try repository.target(of: Layout.notes)
      let tree = try repository.notes(previous, writing: notes.mapValues { Array($0.utf8) })
      if let previous, try repository.treeID(previous) == tree { return aside }
      let parent = previous.map { "parent \($0)\n" } ?? ""
      let text =
        "tree \(tree)\n\(parent)author \(line)\ncommitter \(line)\n\nNotes added by git o8\n"
      let commit = try repository.writeCommit(Array(text.utf8))
      if try step(Layout.notes, from: previous, to: commit) { return aside }
      try await pause(after: attempt)
    }
    throw contention(Layout.notes)
  }

  /// Takes away what lies where notes belong and is none.
  private func setNotesAside() throws -> ReferenceName? {
    guard let found = try repository.target(of: Layout.notes) else { return nil }
    do throws(GitError) {
      guard try repository.kind(of: found) != .commit else { return nil }
    } catch  where error.code != .notFound && error.code != .corrupt { throw error } catch {}
    let aside = Layout.quarantinedNotes(found)
    // An object that is not here cannot be kept.
    let isHere = repository.contains(found)
    if isHere, try repository.target(of: aside) == nil {
      try repository.move(aside, from: nil, to: found)
    }
    try repository.move(Layout.notes, from: found, to: nil)
    return isHere ? aside : nil
  }

  /// The note on a commit; nil where there is none.
  public func note(on commit: ObjectID) throws(GitError) -> String? {
    guard let notes = try repository.target(of: Layout.notes),
      try repository.kind(of: notes) == .commit
    else { return nil }
    return try repository.note(on: commit, in: notes, limit: Limits.blobBytes)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
