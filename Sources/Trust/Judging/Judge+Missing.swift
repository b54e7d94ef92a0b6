import Git
public import Model
import Store

/// A landing that the ledger claims rightly and that its branch does not show.
public struct MissingLanding: Hashable, Sendable {
  /// The ledger's entry.
  public let entry: ObjectID
  public let packet: ObjectID
  /// The packet's tip, behind which the evidence is.
  public let tip: ObjectID
  public let landed: Landed
}

extension Judge {
  /// The landings that a branch, here and at every remote, lacks although it has not gone another
  /// way: it was moved back, or never made the step. The oldest first.
  ///
  /// Where the index is asked, the search ends with the newest landing that the branch has.
  public func missingLandings(on branch: ReferenceName) throws -> [MissingLanding] {
    let value = try repository.target(of: branch) ?? remoteValues(of: branch).first
    guard let present = value, try cut(of: branch, at: present) == nil else { return [] }
    let values = try [present] + remoteValues(of: branch)
    var missing: [MissingLanding] = []
    for claim in try ledger().newestClaims() where claim.landed.branch == branch {
      let landed = claim.landed
      if parents.holds(landed.commit, before: present) {
        if isByIndex { break }
        continue
      }
      guard !values.contains(where: { parents.holds(landed.commit, before: $0) }),
        try !isHistory(landed.commit, of: branch),
        try !isRewound(landed, on: branch, at: present),
        try status(of: landed, packet: claim.packet, tip: claim.tip) == .pending,
        try !isOvertaken(claim)
      else { continue }
      missing.append(
        MissingLanding(entry: claim.id, packet: claim.packet, tip: claim.tip, landed: landed))
    }
    return missing.reversed()
  }

  /// The landings that are claimed beyond a branch's value, and whose packets are closed otherwise.
  func overtaken(on branch: ReferenceName, after present: ObjectID) throws -> [ObjectID] {
    if let known = memory.overtaken[branch] { return known }
    var found: [ObjectID] = []
    for claim in try ledger().newestClaims() where claim.landed.branch == branch {
      let commit = claim.landed.commit
      if parents.holds(commit, before: present) {
        if isByIndex { break }
        continue
      }
      if try isClosedWithoutLanding(claim.packet) { found.append(commit) }
    }
    memory.overtaken[branch] = found
    return found
  }

  /// Whether the packet was closed otherwise by who had not heard of the claim: then the branch is
  /// right to lack the landing, which was here alone. Whoever had heard of it closed nothing.
  private func isOvertaken(_ claim: LandingClaim) throws -> Bool {
    guard try isClosedOtherwise(claim.packet), let closing = try closing(of: claim.packet) else {
      return false
    }
    return try !repository.isAncestor(claim.id, of: closing.id)
  }

  /// The packets among those that steps land which are closed for good, and not by a landing.
  public func closedOtherwise(_ steps: [CoveredStep]) throws -> [ObjectID] {
    try steps.compactMap { step in
      guard case .admitted(let admitted) = step.ruling,
        try isClosedOtherwise(admitted.packet)
      else { return nil }
      return admitted.packet
    }
  }

  /// Whether a packet is closed for good, and not by a landing.
  public func isClosedOtherwise(_ packet: ObjectID) throws -> Bool {
    guard let closing = try closing(of: packet), closing.isFinal else { return false }
    if case .landed = closing.claim { return false }
    return true
  }

  var isByIndex: Bool {
    switch source {
    case .index: true
    case .whole: false
    }
  }

  /// Whether owners took the landing back.
  private func isRewound(
    _ landed: Landed, on branch: ReferenceName, at present: ObjectID
  ) throws -> Bool {
    try rewinds(of: branch).contains { entry in
      parents.holds(landed.commit, before: entry.body.old)
        && !parents.holds(landed.commit, before: entry.body.new)
        && parents.holds(entry.body.new, before: present)
    }
  }
}
