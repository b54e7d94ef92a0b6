/// Why a policy's tips may not follow those of the one before it.
public enum SuccessionProblem: Hashable, Sendable {
  /// The branch is still protected, and the policy before said where it stood.
  case tipLeftOut(ReferenceName)
  case tipWentBack(ReferenceName)
}

extension SuccessionProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tipLeftOut(let branch): "it does not say where \(branch.short) stands"
    case .tipWentBack(let branch): "its tip of \(branch.short) is not after the last policy's"
    }
  }
}

extension PolicyVersions {
  /// Why the tips of `next` forbid that it becomes the newest version; nil where they do not. Who
  /// must sign it is judged where policies are read.
  ///
  /// `isForward` answers whether a branch went from one tip to another along its first-parent
  /// chain, or by rewinds that owners signed.
  public func problem(
    appending next: PolicyVersion,
    isForward: (_ branch: ReferenceName, _ from: ObjectID, _ to: ObjectID) -> Bool
  ) -> SuccessionProblem? {
    for (branch, tip) in (versions.last?.tips ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let newTip = next.tips[branch] else {
        if next.policy.protects(branch.short) { return .tipLeftOut(branch) }
        continue
      }
      guard newTip == tip || isForward(branch, tip, newTip) else { return .tipWentBack(branch) }
    }
    return nil
  }
}
