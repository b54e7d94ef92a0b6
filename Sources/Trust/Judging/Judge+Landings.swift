import Git
public import Model
import Store

/// A step of a branch by which an open packet landed, and which the ledger does not name yet.
public struct UnclaimedLanding: Hashable, Sendable {
  public let packet: ObjectID
  public let title: String
  /// The packet's tip, behind which the evidence is.
  public let tip: ObjectID
  public let prev: ObjectID
  public let commit: ObjectID
  public let admitted: Admitted
}

/// What of a part of a branch is claimed by entries of the ledger.
public struct ClaimedPart: Hashable, Sendable {
  /// The landings of open packets in it that nobody has claimed.
  public let landings: [UnclaimedLanding]
  /// Up to here every step is claimed, or forced: nothing is left to claim.
  public let settled: ObjectID
}

extension Judge {
  /// The landings of open packets between two values of a branch that nobody has claimed: what
  /// was merged by hand.
  public func landings(
    on branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> [UnclaimedLanding] {
    let ruling = try ruling(on: branch, from: old, to: new, present: old, now: nil)
    guard case .admitted(let steps) = ruling else { return [] }
    return try steps.compactMap { step in
      guard case .admitted(let admitted) = step.ruling else { return nil }
      return try unclaimed(step.stretch, by: admitted, on: branch)
    }
  }

  /// The same, where not all of the way need be covered: each step is judged as `verify` judges
  /// it. Nil where `old` is not on the chain of `new`.
  public func claimedPart(
    of branch: ReferenceName, from old: ObjectID, to new: ObjectID
  ) throws -> ClaimedPart? {
    guard let chain = parents.chain(from: old, to: new) else { return nil }
    let claimed = try claimedSteps(of: branch, along: chain)
    var landings: [UnclaimedLanding] = []
    var settled: ObjectID?
    var place = old
    while place != new {
      if let next = claimed[place] {
        place = next
        continue
      }
      // What is claimed next ends the part that is not.
      let rest = chain.drop { $0 != place }.dropFirst()
      let unclaimed = place == old ? chain[...] : rest
      let end = unclaimed.first { claimed[$0] != nil } ?? new
      for step in try history(of: branch, from: place, to: end) ?? [] {
        if case .forced = step.finding { continue }
        settled = settled ?? step.stretch.prev
        guard case .admitted(let admitted) = step.finding,
          let landing = try self.unclaimed(step.stretch, by: admitted, on: branch)
        else { continue }
        landings.append(landing)
      }
      place = end
    }
    return ClaimedPart(landings: landings, settled: settled ?? new)
  }

  /// Where each step that is claimed rightly leads, by where it begins.
  private func claimedSteps(
    of branch: ReferenceName, along chain: [ObjectID]
  ) throws -> [ObjectID: ObjectID] {
    var steps: [ObjectID: ObjectID] = [:]
    for commit in chain {
      let claims = try ledger().claims(on: commit).filter { $0.landed.branch == branch }
      guard let claim = try claims.first(where: isSatisfied) else { continue }
      steps[claim.landed.prev] = commit
    }
    return steps
  }

  private func unclaimed(
    _ stretch: Stretch, by admitted: Admitted, on branch: ReferenceName
  ) throws -> UnclaimedLanding? {
    let claims = try ledger().claims(on: stretch.commit).filter { $0.landed.branch == branch }
    guard try !claims.contains(where: isSatisfied),
      let packet = try packet(admitted.packet), packet.closing?.isFinal != true,
      let tip = try tips(of: packet.id).first(where: { tip in
        let landed = Landed(stretch, by: admitted, on: branch)
        // An entry has its packet's tip behind it for ever: nothing strange may hang on that.
        guard try store.strangeness(of: tip, .packet, of: packet.id) == nil else { return false }
        return try covers(landed, Candidate(packet: packet.id, tip: tip))
      })
    else { return nil }
    return UnclaimedLanding(
      packet: packet.id, title: packet.title, tip: tip, prev: stretch.prev,
      commit: stretch.commit, admitted: admitted)
  }
}

extension Landed {
  /// What an entry says that claims a landing as it was admitted.
  public init(_ stretch: Stretch, by admitted: Admitted, on branch: ReferenceName) {
    let proposal = admitted.proposal
    self.init(
      branch: branch, prev: stretch.prev, commit: stretch.commit, base: proposal.base,
      head: proposal.head, tree: proposal.tree, verdicts: admitted.verdicts,
      gates: admitted.gates, isByReviewersAlone: admitted.isByReviewersAlone)
  }

  public init(_ landing: UnclaimedLanding, on branch: ReferenceName) {
    self.init(
      Stretch(prev: landing.prev, commit: landing.commit), by: landing.admitted, on: branch)
  }
}
