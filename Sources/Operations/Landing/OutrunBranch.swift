import Git
import Model
import Trust

/// A branch here on which packets land here, while the remote's that it follows has what it lacks:
/// what lands on it before it has followed is displaced at once.
struct OutrunBranch {
  let branch: ReferenceName
  let upstream: Upstream
  /// Whether it has what the remote's lacks, too.
  let isDisplaced: Bool
  /// What takes it along.
  let command: String

  /// Why nothing is to land here now.
  var obstacle: String {
    isDisplaced
      ? "\(upstream.short) went another way than \(branch.short) here, and what lands here now "
        + "lands nowhere else"
      : "\(branch.short) here is behind \(upstream.short), and what lands before it follows is "
        + "displaced"
  }

  var sentence: String { "\(obstacle): \(command)" }

  /// That nothing lands here now; `next` is what does so when it has followed.
  func problem(then next: String) -> Problem {
    Problem(.stale, obstacle, hint: "\(command) takes it along, then: \(next)")
  }
}

extension Judge {
  /// What the branch follows, where each has what the other lacks; nil where that is not so.
  func otherWay(of branch: ReferenceName) throws -> Upstream? {
    guard let lead = try lead(over: branch), !isEarlier(lead.here, than: lead.there) else {
      return nil
    }
    return lead.upstream
  }

  /// Nil where the branch is not known to lack anything, and where packets land on the remote's.
  func outrun(_ branch: ReferenceName) throws -> OutrunBranch? {
    guard try landRemote() == nil, let lead = try lead(over: branch),
      let fork = meeting(of: lead.here, with: lead.there),
      try rewindNotFollowed(on: branch, at: lead.there, orBeyond: true) == nil,
      // Where nobody let that in, the hooks would not let this one follow.
      try isCovered(branch, from: fork, to: lead.there)
    else { return nil }
    let value = ShellWord.quoted(lead.upstream.short)
    let place = place(of: branch)
    return OutrunBranch(
      branch: branch, upstream: lead.upstream, isDisplaced: fork != lead.here,
      command: fork == lead.here
        ? place.command(bringing: branch, forwardTo: value)
        : place.command(taking: branch, to: value))
  }

  /// What the branch follows and lacks something of, and what both hold.
  private func lead(
    over branch: ReferenceName
  ) throws -> (upstream: Upstream, there: ObjectID, here: ObjectID)? {
    guard let upstream = try upstream(of: branch),
      let there = try repository.target(of: upstream.tracking),
      let here = try repository.target(of: branch), !isEarlier(there, than: here)
    else { return nil }
    return (upstream, there, here)
  }
}
