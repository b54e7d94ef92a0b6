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

  /// Signs the policy once more where it does not name a branch that was adopted since: it is in
  /// force only from the values that it names. Returns a sentence where that has to wait.
  func nameAdoptedBranches(under governed: GovernedRepository) async throws -> [String] {
    let policy = governed.policy
    let judge = Judge(governed)
    let named = governed.policies.newest.change.tips
    let unnamed = try repository.branches(coveredBy: policy.protected).keys.sorted()
      .filter { try named[$0] == nil && judge.adoption(of: $0) != nil }
    guard !unnamed.isEmpty else { return [] }
    let names = unnamed.map(\.short).joined(separator: ", ")
    guard policy.missingOwners(among: [signer.key]) < policy.require.owners else {
      return ["the policy does not name \(names) yet: an owner runs `git o8 init`"]
    }
    let isAsked = try governed.motions().contains { motion in
      guard case .policy(let change) = motion.body else { return false }
      return unnamed.allSatisfy { change.tips[$0] != nil }
    }
    guard !isAsked else { return [] }
    let act = try await amend(
      governed, to: governed.newestPolicyText(), subject: "names \(names)")
    guard case .proposed(let digest, let missing) = act else { return [] }
    return [
      "\(names): packets land there once \(missing) more of the owners sign: "
        + "git o8 policy sign \(digest.hex.prefix(7))"
    ]
  }

  private func isProposed(
    _ branch: ReferenceName, at commit: ObjectID, under governed: GovernedRepository
  ) throws -> Bool {
    let wanted = Adopted(branch: branch, commit: commit)
    return try governed.motions().contains { $0.body == .adopted(wanted) }
  }
}
