import Git
import Model
import Store
import Trust

extension OwnersHand {
  /// Records where each protected branch begins, where that is still to be said. Returns a
  /// sentence on each branch that has to wait.
  func adoptBranches(under governed: GovernedRepository) async throws -> [String] {
    let policy = governed.policy
    let tips = try repository.branches(coveredBy: policy.protected)
    let judge = Judge(governed)
    var notes: [String] = []
    for (branch, here) in tips.sorted(by: { $0.key < $1.key }) {
      if try judge.adoption(of: branch) != nil { continue }
      let commit = try judge.valueToSign(of: branch, after: nil) ?? here
      guard policy.missingOwners(among: [signer.key]) < policy.require.owners else {
        notes.append(
          "\(branch.short) is not adopted yet: an owner runs `git o8 init` in a clone that has it")
        continue
      }
      if let signed = governed.policies.newest.change.tips[branch],
        try !repository.isAncestor(signed, of: commit)
      {
        throw Problem(
          .refused,
          "cannot adopt \(branch.short): it has left \(signed.short), where its policy was signed",
          hint: "put it back with `git branch -f \(branch.short) \(signed.short)`, or begin anew "
            + "after `git o8 uninstall --refs`")
      }
      if try isProposed(branch, at: commit, under: governed) { continue }
      let act = try await adopt(branch, at: commit, under: governed)
      if case .proposed(let digest, let missing) = act {
        notes.append(
          "\(branch.short) is adopted once \(missing) more of the owners sign: "
            + "git o8 policy sign \(digest.hex.prefix(7))")
      }
    }
    return notes
  }

  private func isProposed(
    _ branch: ReferenceName, at commit: ObjectID, under governed: GovernedRepository
  ) throws -> Bool {
    let wanted = Adopted(branch: branch, commit: commit)
    return try governed.motions().contains { $0.body == .adopted(wanted) }
  }
}
