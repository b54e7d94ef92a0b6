import Model
import Trust

/// Whose approval a packet waits for, seen by one principal.
struct WaitingApproval {
  let missing: MissingApprovals
  /// The owners' lines by which it waits for this principal.
  let owns: [OwnerClaim]
  /// Whether this principal's approval would bring it on.
  let isMine: Bool

  /// Lines of `CODEOWNERS` in one reason.
  private static let linesShown = 3

  init(
    _ packet: Packet, for name: PrincipalName, holding roles: Set<Role>,
    in governed: GovernedRepository
  ) {
    let policy = governed.policy
    missing = PacketInspection(governed: governed).missing(packet)
    let isWorker = policy.selfReview == .refused && packet.workers.contains(name)
    owns = isWorker ? [] : missing.owners.filter { $0.able.contains(name) }
    let given = Set(
      packet.verdicts.filter { $0.isValid && $0.principal == name }.map(\.verdict.role))
    // A seat that an owner can fill waits for the owner, who has to look at it anyway.
    let owners = Set(missing.owners.flatMap(\.able))
    let open = missing.seats.keys.filter { role in
      roles.contains(role) && !given.contains(role)
        && !owners.contains { policy.principals[$0]?.roles.contains(role) ?? false }
    }
    isMine = !owns.isEmpty || !open.isEmpty
  }

  /// Such as `you own src/** (CODEOWNERS:3); needs approval by 1 operator`.
  var reason: String {
    var parts: [String] = []
    if !owns.isEmpty { parts.append("you own " + Self.list(owns.map(\.place))) }
    let others = missing.owners.filter { claim in !owns.contains(claim) }
    var needs = missing.seats.isEmpty ? [] : [Errands.list(missing.seats)]
    if missing.isOwnersTurn {
      needs += others.prefix(Self.linesShown).map(\.need)
    } else if owns.isEmpty, !others.isEmpty {
      parts.append("owned by " + Self.list(others.map(\.owned)))
    }
    if !needs.isEmpty { parts.append("needs approval by " + needs.joined(separator: ", ")) }
    if let obstacle = missing.obstacle { parts.append("no owner is known: \(obstacle)") }
    return parts.joined(separator: "; ")
  }

  private static func list(_ places: [String]) -> String {
    let shown = places.prefix(linesShown).joined(separator: ", ")
    return places.count > linesShown ? "\(shown) and \(places.count - linesShown) more" : shown
  }
}

extension OwnerClaim {
  /// Such as `ann by src/** (CODEOWNERS:3)`.
  fileprivate var owned: String {
    let names = able.prefix(3).map(\.text).joined(separator: " or ")
    return (names.isEmpty ? "nobody in the policy" : names) + " by \(place)"
  }
}
