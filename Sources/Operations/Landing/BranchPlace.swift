import Git
import Model
import Trust

/// Where a branch of this clone is checked out: git moves one only in its work tree.
enum BranchPlace: Hashable {
  case nowhere
  /// In the work tree at hand.
  case here
  /// In another work tree of this clone, at this path.
  case elsewhere(String)
}

extension BranchPlace {
  /// What takes the branch to a value that the hooks let in, and changed files stay as they are;
  /// `value` as a shell reads it.
  func command(taking branch: ReferenceName, to value: String) -> String {
    git("reset --keep \(value)") ?? Self.force(branch, to: value)
  }

  /// What takes the branch forward to a value that is judged.
  func command(bringing branch: ReferenceName, forwardTo value: String) -> String {
    git("merge --ff-only \(value)") ?? Self.force(branch, to: value)
  }

  /// What rebases the branch in the work tree that has it; else in the one at hand, which goes back
  /// to its own then.
  func commands(rebasing branch: ReferenceName, by rebase: String) -> [String] {
    git(rebase).map { [$0] }
      // A rebase that checks a branch out by itself leaves no way back to the one before.
      ?? ["git switch \(ShellWord.quoted(branch.short))", "git \(rebase)", "git switch -"]
  }

  /// What leaves the branch checked out nowhere; nil where it is not.
  var commandLeaving: String? { git("switch --detach") }

  private static func force(_ branch: ReferenceName, to value: String) -> String {
    "git branch -f \(ShellWord.quoted(branch.short)) \(value)"
  }

  /// The command of git's in the work tree that has the branch; nil where none has.
  private func git(_ command: String) -> String? {
    switch self {
    case .nowhere: nil
    case .here: "git \(command)"
    case .elsewhere(let path): "git -C \(ShellWord.quoted(path)) \(command)"
    }
  }
}

extension Judge {
  /// Where the branch is checked out. What cannot be read has it not.
  func place(of branch: ReferenceName) -> BranchPlace {
    if (try? repository.head())?.branch == branch { return .here }
    let location = repository.location
    let linked = try? location.linkedWorktrees().first { $0.branch == branch && $0.isThere }
    if let linked { return .elsewhere(linked.path) }
    guard location.isLinked, location.commonDirectory.hasSuffix("/.git") else { return .nowhere }
    let main = String(location.commonDirectory.dropLast("/.git".count))
    let isThere = (try? Repository.discover(from: main).head())?.branch == branch
    return isThere ? .elsewhere(main) : .nowhere
  }
}
