import Git
import Model
import Store
import Trust

extension GovernedRepository {
  /// Whether a sync has given up a policy of this clone's, which no remote had, for `new`, and
  /// keeps it: another owner's was first, or it came too late for what the remote has.
  ///
  /// Asked with what was known before. Who can write to all references can make it look so, and
  /// leaves behind what a sync leaves: the kept policy, and what the remote is said to have.
  func hasSetAside(_ old: ObjectID, for new: ObjectID) throws -> Bool {
    guard let kept = Layout.quarantine(Layout.policy, old),
      try repository.target(of: kept) == old, try store.pins()?.shared != old,
      let chain = try? PolicyChain(at: new, in: repository), chain.repo == policies.repo,
      chain.refused == nil
    else { return false }
    let suffix = "/" + Layout.policy.text.dropFirst(Layout.shared.count)
    for seen in try repository.references(under: Layout.remotes)
    where seen.name.text.hasSuffix(suffix) {
      guard try repository.isAncestor(seen.target, of: new) else { continue }
      if try !repository.isAncestor(seen.target, of: old) { return true }
      let remote = String(seen.name.text.dropFirst(Layout.remotes.count).dropLast(suffix.count))
      if try isUntimely(at: remote, with: seen.target) { return true }
    }
    return false
  }

  private func isUntimely(at remote: String, with policy: ObjectID) throws -> Bool {
    let ledger = try Layout.remote(remote, Layout.ledger).flatMap(repository.target(of:))
    let found = try Judge(self).untimely(atRemoteWith: policy, ledger: ledger) { branch in
      try ReferenceName("refs/remotes/\(remote)/\(branch.short)").flatMap(repository.target(of:))
    }
    return found != nil
  }
}
