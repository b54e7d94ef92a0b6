internal import Git
internal import Model

extension LaneWorktree {
  /// Puts the branch, and the files where there are any, back to `commit`. What is ignored stays.
  ///
  /// All that goes is in the snapshot that is returned, and reachable from it: the branch's commits
  /// too. Nil where there was neither a branch nor a file. Throws a `LaneTrouble` where something is
  /// in the way that no snapshot can hold.
  func setBack(
    to commit: ObjectID, because reason: String, at time: Instant
  ) async throws -> ObjectID? {
    _ = try await mend()
    let tip = try Repository(repository).target(of: branch)
    guard let location = try location() else {
      guard let tip else { return nil }
      let kept = try keep(tip, because: reason, at: time)
      _ = try await repository.git(
        ["update-ref", "-m", "o8: replay", branch.text, commit.hex, tip.hex])
      return kept
    }
    try await StaleLocks.remove(of: self)
    try await returnToBranch()
    guard
      let snapshot = try await takeSnapshot(
        because: reason, at: time, keeping: [tip].compactMap { $0 })
    else { return nil }
    let lost = snapshot.leftOut.filter { $0.value != .ignored }.keys.sorted()
    guard lost.isEmpty else {
      let names = lost.prefix(3).map { SafeText.escaped($0) }.joined(separator: ", ")
      throw LaneTrouble(text: "cannot set \(path) back: no snapshot can hold \(names)")
    }
    _ = try await location.git(["reset", "--quiet", "--hard", commit.hex])
    _ = try await location.git(["clean", "--quiet", "--force", "-d"])
    return snapshot.commit
  }
}
