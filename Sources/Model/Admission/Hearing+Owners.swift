extension Hearing {
  /// More lines than this tell nobody more.
  private static let ownerReasonLimit = 20

  /// What is missing of the approvals of those who own the touched paths: by what the branch said
  /// before the step, so that no change names its own judges.
  func ownerReasons(_ counting: [Signed<Verdict>]) -> [Reason] {
    guard policy.codeOwners == .required else { return [] }
    var reasons: [Reason] = []
    switch step.owners {
    case nil: return [.ownersUnknown("nobody looked")]
    case .unreadable(let path, let why): reasons = [.ownersUnreadable(path: path, why: why)]
    case .absent: break
    case .read(let owners):
      guard let claims = owners.claims(on: paths, under: policy) else {
        return [.ownersUnknown("\(owners.path) takes too long to compare with so many paths")]
      }
      let approvers = Set(counting.map(\.author))
      let open = claims.filter { !$0.isMet(by: approvers) }
      reasons = open.prefix(Self.ownerReasonLimit).map { .ownerMissing($0) }
      if open.count > reasons.count { reasons.append(.ownersMissing(open.count - reasons.count)) }
    }
    if case .unreadable(let path, let why) = step.ownersAfter {
      reasons.append(.ownersSpoiled(path: path, why: why))
    }
    return reasons
  }
}
