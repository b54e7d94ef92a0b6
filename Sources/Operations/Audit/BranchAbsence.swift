import Git
import Model
import Trust

/// Why a governed branch is not here.
enum BranchAbsence {
  /// Owners have deleted it: its history up to there.
  case deleted(VerifiedBranch)
  /// They have, and what it held is not here either.
  case forgotten(ForgottenBranch)
  /// This clone has not fetched it: one sentence with the way to it.
  case elsewhere(String)
}

extension Judge {
  /// What is to be said of a branch that neither this clone nor a remote, as it was last seen, has.
  func absence(of branch: ReferenceName) throws -> BranchAbsence {
    guard let deletion = try deletion(of: branch) else {
      return .elsewhere(
        "\(branch.short) is not here, so nothing of it is proved" + (try wayTo(branch)))
    }
    guard try canRead(deletion.old), let start = try beginning(of: branch, upTo: deletion.old),
      let steps = try history(of: branch, from: start, to: deletion.old)
    else {
      return .forgotten(ForgottenBranch(name: branch, deletion: DeletionView(deletion)))
    }
    var found = try verified(branch, from: start, to: deletion.old, steps)
    found.deletion = DeletionView(deletion)
    return .deleted(found)
  }

  /// How a clone gets a branch that it has not fetched; empty where no remote is known.
  private func wayTo(_ branch: ReferenceName) throws -> String {
    try wayToFetch(branch).map { ": \($0.sentence)" } ?? ""
  }
}

extension BranchDeletion {
  /// What takes away a branch that is still here, which the hooks let in.
  func commandsDropping(_ branch: ReferenceName, in place: BranchPlace) -> [String] {
    [place.commandLeaving].compactMap { $0 }
      + ["git branch -D \(ShellWord.quoted(branch.short))"]
  }

  /// One sentence without its full stop.
  func sentence(on branch: ReferenceName) -> String {
    DeletionView(self).sentence(on: branch)
  }
}

extension Judge {
  /// Owners' words by which branches were to be deleted, and on which others had landed by then; a
  /// sentence each.
  func outrunDeletions() throws -> [String] {
    try governedBranches().filter { try protects($0.short) }.compactMap { branch in
      guard let deletion = try outrunDeletion(of: branch), let value = try value(of: branch) else {
        return nil
      }
      let name = ShellWord.quoted(branch.short)
      return deletion.sentence(on: branch) + "; others had landed on it, it is at \(value.short), "
        + "and is still there: git o8 force \(name) --delete --reason TEXT, by an owner whose "
        + "\(branch.short) is there, deletes that too"
    }
  }
}
