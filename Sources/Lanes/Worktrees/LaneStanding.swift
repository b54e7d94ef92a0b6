import Git
import Model

/// Where a worker left its worktree and its branch, and which of the two is its work.
struct LaneStanding: Hashable {
  /// What is checked out; nil before a first commit, as after `git checkout --orphan`.
  let head: ObjectID?
  /// The branch that is checked out.
  let place: ReferenceName?
  /// What the lane's branch holds.
  let tip: ObjectID?
  let relation: Relation
  /// Whether a rebase of the lane's branch stopped half way.
  let isRebasing: Bool

  enum Relation: Hashable {
    /// HEAD has all that the branch has.
    case ahead
    /// The branch has all that HEAD has.
    case behind
    case diverged
  }

  enum Choice: Hashable {
    case head(ObjectID)
    /// The branch; what is checked out is older, or only the half of something.
    case branch(ObjectID)
    /// Neither was ever made.
    case start
  }

  /// A branch moves only by commits and on purpose, and what is checked out may be anything that
  /// somebody looked at: it is taken only where it holds more.
  func choice(on lane: ReferenceName) -> Choice {
    guard let head else { return tip.map { .branch($0) } ?? .start }
    guard let tip, place != lane else { return .head(head) }
    switch relation {
    case .ahead, .diverged: return isRebasing ? .branch(tip) : .head(head)
    case .behind: return .branch(tip)
    }
  }
}

extension LaneStanding {
  /// - Parameter base: where the branch stands that the lane is to land on: what that has already
  ///   is no work of the lane's.
  init(
    _ checkedOut: Head?, of worktree: LaneWorktree, base: ObjectID?, in repository: Repository
  ) throws(GitError) {
    let tip = try repository.target(of: worktree.branch)
    head = checkedOut?.commit
    place = checkedOut?.branch
    self.tip = tip
    let state = worktree.privateState
    isRebasing = state?.rebasedBranch == worktree.branch
    guard let head, let tip, head != tip else {
      relation = .ahead
      return
    }
    if try repository.isAncestor(head, of: tip) {
      relation = .behind
    } else if try repository.isAncestor(tip, of: head) {
      relation = .ahead
    } else if let base, try repository.isAncestor(head, of: base) {
      relation = .behind
    } else {
      relation = .diverged
    }
  }
}
