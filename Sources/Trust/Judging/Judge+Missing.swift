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
        try status(of: landed, packet: claim.packet, tip: claim.tip) == .pending
      else { continue }
      missing.append(
        MissingLanding(entry: claim.id, packet: claim.packet, tip: claim.tip, landed: landed))
    }
    return missing.reversed()
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
