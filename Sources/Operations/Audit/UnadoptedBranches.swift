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
    let repository = governed.repository
    let local = try repository.references(under: "refs/heads/").map(\.name)
    let tracked = try repository.references(under: "refs/remotes/").flatMap { reference in
      try branches(trackedBy: reference.name)
    }
    return try Set(local + tracked).filter(judge.isUnadopted).sorted()
  }

  /// A remote's name may hold slashes, so that only configuration tells where it ends.
  private func branches(trackedBy name: ReferenceName) throws -> [ReferenceName] {
    let parts = name.text.split(separator: "/").dropFirst(2)
    return try parts.indices.dropLast().compactMap { place in
      let branch = parts[(place + 1)...].joined(separator: "/")
      guard branch != "HEAD", let found = ReferenceName(branch: branch),
        try judge.protects(branch)
      else { return nil }
      let remote = parts[...place].joined(separator: "/")
      return try governed.repository.config("remote.\(remote).url") == nil ? nil : found
    }
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
    "\(text(branch)): \(remedy(branch))"
  }

  static func text(_ branch: ReferenceName) -> String {
    "\(branch.short) is protected and no owner has adopted it, so nothing of it is proved and "
      + "nothing lands on it"
  }

  static func remedy(_ branch: ReferenceName) -> String {
    "git o8 init, run by an owner in a clone that has it, adopts it as it stands"
  }
}
