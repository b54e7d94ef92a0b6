/// The verdicts of a packet that policy lets their authors give: each principal's last in each
/// role.
struct Ballot {
  let standing: [Signed<Verdict>]
  private let policy: Policy

  init(_ verdicts: [Signed<Verdict>], policy: Policy) {
    self.policy = policy
    var last: [Approval: Int] = [:]
    for (index, event) in verdicts.enumerated() where Self.cause(against: event, policy) == nil {
      last[Approval(event.author, as: event.body.role)] = index
    }
    standing = last.values.sorted().map { verdicts[$0] }
  }

  /// Why the author could not give the verdict at all.
  static func cause(against event: Signed<Verdict>, _ policy: Policy) -> VoidCause? {
    guard event.isByAuthor(in: policy) else { return .notSigned }
    let role = event.body.role
    guard role.judges, policy.principals[event.author]?.roles.contains(role) ?? false else {
      return .roleNotHeld(role)
    }
    return nil
  }

  /// The rejections, and the demands to revise `head`, that nobody has taken back.
  func objections(to head: ObjectID) -> [Signed<Verdict>] {
    standing.filter { event in
      switch event.body.decision {
      case .approve: false
      case .revise: event.body.head == head
      case .reject: true
      }
    }
  }
}
