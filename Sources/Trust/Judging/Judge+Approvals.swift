public import Model
import Store

/// A verdict that counted for a landing.
public struct CountedApproval: Hashable, Sendable {
  public let verdict: ObjectID
  public let principal: PrincipalName
  public let role: Role
  /// The author's keys, by the policy in force, with which it is signed.
  public let keys: [SigningKey]
}

extension Judge {
  /// Who gave the verdicts on which a landing rests.
  public func approvals(
    of admitted: Admitted, under policy: Policy?
  ) throws -> [CountedApproval] {
    guard let words = try words(Candidate(packet: admitted.packet, tip: nil)) else { return [] }
    let counted = Set(admitted.verdicts)
    return words.verdicts.filter { counted.contains($0.event.id) }.map { event, body in
      let author = event.envelope.author
      let own = policy?.principals[author]?.keys ?? []
      let keys = signed(event, 0).keys.filter(own.contains)
      return CountedApproval(verdict: event.id, principal: author, role: body.role, keys: keys)
    }
  }
}
