import Git
import Model
import Store
import Trust

/// Branches that match what the newest policy protects, and that no owner has adopted: nothing of
/// them can be proved and nothing lands on them, while their name makes one believe that it does.
struct UnadoptedBranches {
  let governed: GovernedRepository
  let judge: Judge

  /// Those of this clone and those that a remote was seen to have.
  func all() throws -> [ReferenceName] {
    let local = try governed.repository.references(under: "refs/heads/").map(\.name)
    return try Set(local + judge.protectedAtRemotes()).filter(judge.isUnadopted).sorted()
  }
}

extension Judge {
  /// Whether the newest policy protects a branch that no owner has adopted.
  func isUnadopted(_ branch: ReferenceName) throws -> Bool {
    try protects(branch.short) && adoption(of: branch) == nil
  }
}

/// What to say of a branch that is protected and not adopted.
enum Unadopted {
  static func sentence(_ branch: ReferenceName) -> String {
    "\(text(branch)): \(remedy)"
  }

  static func text(_ branch: ReferenceName) -> String {
    "\(branch.short) is protected and no owner has adopted it, so nothing of it is proved and "
      + "nothing lands on it"
  }

  static let remedy =
    "git o8 init, run by an owner in a clone that has it, adopts it as it stands"
}
