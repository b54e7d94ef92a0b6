import Model
import Trust

/// Whose approval a packet waits for, seen by one principal.
struct WaitingApproval {
  let missing: MissingApprovals
  /// The owners' lines by which it waits for this principal.
  let owns: [OwnerClaim]
  /// Whether this principal's approval would bring it on.
  let isMine: Bool
  /// Whether it would by the rule alone, whoever had better look at it.
  private let mayApprove: Bool
  /// Those whose approval would, this principal aside.
  private let others: [PrincipalName]

  /// Lines of `CODEOWNERS` in one reason.
  private static let linesShown = 3

  init(
    _ packet: Packet, for name: PrincipalName, holding roles: Set<Role>,
    in governed: GovernedRepository
  ) {
    let policy = governed.policy
    let missing = PacketInspection(governed: governed).missing(packet)
    let isWorker = policy.selfReview == .refused && packet.workers.contains(name)
    let owns = isWorker ? [] : missing.owners.filter { $0.able.contains(name) }
    let given = Set(
      packet.verdicts.filter { $0.isValid && $0.principal == name }.map(\.verdict.role))
    // A seat that an owner can fill waits for the owner, who has to look at it anyway.
    let owners = Set(missing.owners.flatMap(\.able))
    let held = missing.seats.keys.filter { roles.contains($0) && !given.contains($0) }
    let open = held.filter { role in
      !owners.contains { policy.principals[$0]?.roles.contains(role) ?? false }
    }
    // One human fills one seat where nobody may review what is their own.
    let isSeated = policy.selfReview == .refused && (isWorker || !given.isEmpty)
    (self.missing, self.owns) = (missing, owns)
    isMine = !owns.isEmpty || !open.isEmpty && !isSeated
    mayApprove = isMine || !missing.isOwnersTurn && !held.isEmpty && !isSeated
    let workers = policy.selfReview == .refused ? packet.workers : []
    let seated = policy.principals.filter { other, principal in
      !principal.roles.isDisjoint(with: missing.seats.keys) && !principal.keys.isEmpty
        && !workers.contains(other)
    }.keys
    let able = missing.isOwnersTurn ? missing.owners.flatMap(\.able) : []
    let spoken = Set(packet.standingApprovals.map(\.principal))
    others = Set(seated + able).subtracting(spoken).subtracting([name]).sorted()
  }

  /// Names of those who could approve, in one hint.
  private static let namesShown = 3

  /// What whoever asks can do to have it approved.
  func hint(_ id: String) -> String {
    let approve = "git o8 verdict \(id) approve --merge"
    if mayApprove { return approve }
    guard !others.isEmpty else {
      if missing.isOwnersTurn, let claim = missing.owners.first {
        return
          "nobody in the policy is an owner of \(claim.place); an owner of the policy says who "
          + "is: git o8 policy add NAME --owner OWNER"
      }
      let role = Role.allCases.first { missing.seats[$0] != nil } ?? .operator
      return "nobody else in the policy can; an owner adds somebody: git o8 policy add NAME "
        + "--role \(role.rawValue) --key 'TYPE BASE64'"
    }
    let names = others.prefix(Self.namesShown).map(\.text).joined(separator: " or ")
    let more = others.count > Self.namesShown ? " or \(others.count - Self.namesShown) others" : ""
    return "it takes \(names)\(more): git o8 sync brings it to them, and there \(approve)"
  }

  /// Such as `you own src/** (CODEOWNERS:3); needs approval by 1 operator`.
  var reason: String {
    var parts: [String] = []
    if !owns.isEmpty { parts.append("you own " + Self.list(owns.map(\.place))) }
    let others = missing.owners.filter { claim in !owns.contains(claim) }
    var needs = missing.seats.isEmpty ? [] : [Errands.list(missing.seats)]
    if missing.isOwnersTurn {
      needs += others.prefix(Self.linesShown).map(\.need)
    }
    if !needs.isEmpty { parts.append("needs approval by " + needs.joined(separator: ", ")) }
    if missing.isForReviewersAlone {
      parts.append("no operator has to approve it")
    }
    if !missing.isOwnersTurn, owns.isEmpty, !others.isEmpty {
      parts.append(Self.list(others.map(\.owned)))
    }
    if let obstacle = missing.obstacle { parts.append("no owner is known: \(obstacle)") }
    return parts.joined(separator: "; ")
  }

  private static func list(_ places: [String]) -> String {
    let shown = places.prefix(linesShown).joined(separator: ", ")
    return places.count > linesShown ? "\(shown) and \(places.count - linesShown) more" : shown
  }
}

extension OwnerClaim {
  /// Such as `ann owns src/** (CODEOWNERS:3)`.
  fileprivate var owned: String {
    let names = able.prefix(3).map(\.text).joined(separator: " or ")
    return (names.isEmpty ? "nobody in the policy" : names) + " owns \(place)"
  }
}
