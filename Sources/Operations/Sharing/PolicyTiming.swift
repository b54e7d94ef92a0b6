import Git
import Model
import Store
import Trust

/// Whether a remote can still take in the policies of this clone that it lacks, by the rule by
/// which our server judges them: they were signed over its branches as they stand, and its ledger.
struct PolicyTiming {
  let governed: GovernedRepository
  let judge: Judge
  let remote: String

  struct Problem {
    /// The policy of this clone's that is too late.
    let policy: ObjectID
    /// One sentence without its full stop.
    let sentence: String
  }

  /// By what the remote was last seen to have; nil where nothing is too late.
  func problem() throws -> Problem? {
    let repository = governed.repository
    guard let name = Layout.remote(remote, Layout.policy),
      let known = try repository.target(of: name)
    else { return nil }
    let ledger = try Layout.remote(remote, Layout.ledger).flatMap { try repository.target(of: $0) }
    return try problem(after: known, ledger: ledger) { branch in
      try Layout.tracked(remote, branch).flatMap { try repository.target(of: $0) }
    }
  }

  /// By what it was just seen to have: the policy `known`, and of each branch `present`.
  ///
  /// One that any remote was seen to have is everybody's, and this clone's no more to withdraw.
  func problem(
    after known: ObjectID, ledger: ObjectID?, present: (ReferenceName) throws -> ObjectID?
  ) throws -> Problem? {
    let policies = governed.policies
    guard policies.refused == nil,
      let place = policies.steps.firstIndex(where: { $0.id == known }),
      case let own = policies.steps.dropFirst(place + 1), !own.isEmpty
    else { return nil }
    let shared = try governed.store.pins()?.shared
    guard !own.contains(where: { $0.id == shared }),
      let (id, reason) = try judge.untimely(atRemoteWith: known, ledger: ledger, present: present)
    else { return nil }
    return Problem(policy: id, sentence: sentence(on: id, reason))
  }

  private func sentence(on policy: ObjectID, _ reason: UntimelyPolicy) -> String {
    switch reason {
    case .behind(let branch, let tip, let present):
      "the policy \(policy.short) was signed when \(branch.short) was at \(tip.short), and "
        + "\(remote) has it at \(present.short)"
    case .lacks, .ledgerUnknown, .elsewhere:
      "the policy \(policy.short) cannot go to \(remote) any more: \(reason)"
    }
  }
}

extension Judge {
  /// The remotes that protected branches of this clone go to, each once.
  func remotesOfBranches() throws -> [String] {
    try Set(upstreamRemotes()).sorted()
  }
}
