import Git
public import Model
import Store

extension Judge {
  /// The owners' rewind that took away what a branch has at `value`, which it had rightly before;
  /// nil where there is none, and where what brought the branch there again is covered.
  ///
  /// - Parameter beyond: whether `value` may also have gone on from what was taken away.
  public func rewindNotFollowed(
    on branch: ReferenceName, at value: ObjectID, orBeyond beyond: Bool = false
  ) throws -> Signed<Override>? {
    try rewinds(of: branch).last { entry in
      guard let last = parents.meeting(of: value, with: entry.body.old),
        beyond || last == value, !parents.holds(last, before: entry.body.new)
      else { return false }
      return try !isLetBack(branch, from: entry.body.new, to: value)
    }
  }

  /// Whether the branch came to `value` after it had been taken back: step by step, or by a
  /// later rewind.
  private func isLetBack(
    _ branch: ReferenceName, from taken: ObjectID, to value: ObjectID
  ) throws -> Bool {
    guard parents.holds(taken, before: value) else {
      return try isForward(branch, from: taken, to: value)
    }
    // Not by `history`, which asks this.
    switch try ruling(on: branch, from: taken, to: value, present: taken, now: nil) {
    case .admitted, .rewound: return true
    case .refused: return false
    }
  }
}
