import Git
import Model
import Trust

/// A branch here that is only behind the remote's which it follows, and on which packets land
/// here: what lands on it before it has followed is displaced at once.
struct OutrunBranch {
  let branch: ReferenceName
  let upstream: Upstream
  /// What takes it along.
  let command: String

  /// Why nothing is to land here now.
  var obstacle: String {
    "\(branch.short) here is behind \(upstream.short), and what lands before it follows is displaced"
  }

  var sentence: String { "\(obstacle): \(command)" }
}

extension Judge {
  /// Nil where the branch is not known to be behind, and where packets land on the remote's.
  func outrun(_ branch: ReferenceName) throws -> OutrunBranch? {
    guard try landRemote() == nil, let upstream = try upstream(of: branch),
      let there = try repository.target(of: upstream.tracking),
      let here = try repository.target(of: branch), here != there, isEarlier(here, than: there),
      try rewindNotFollowed(on: branch, at: there, orBeyond: true) == nil,
      // Where nobody let that in, the hooks would not let this one follow.
      try isCovered(branch, from: here, to: there)
    else { return nil }
    let value = ShellWord.quoted(upstream.short)
    return OutrunBranch(
      branch: branch, upstream: upstream,
      command: isCheckedOut(branch)
        ? "git merge --ff-only \(value)"
        : "git branch -f \(ShellWord.quoted(branch.short)) \(value)"
    )
  }
}
