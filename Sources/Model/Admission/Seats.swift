/// An approval that counts: who gave it, and as what.
public struct Approval: Hashable, Sendable {
  public var principal: PrincipalName
  public var role: Role

  public init(_ principal: PrincipalName, as role: Role) {
    self.principal = principal
    self.role = role
  }
}

/// How many approvals a change needs, and which of them are still to come.
public enum Seats {
  /// The approvals by role that a change of `paths` needs: policy's own, or a path's where that
  /// asks for more.
  ///
  /// `owner` of the policy's own counts those who sign policies, adoptions and overrides; a change
  /// needs an owner's verdict only where a path asks for it.
  public static func required(for paths: [String], policy: Policy) -> [Role: Int] {
    var result = policy.require.byRole.filter { $0.key.judges && $0.key != .owner }
    for requirement in policy.require.byPath
    where paths.contains(where: requirement.pattern.matchesFolded(path:)) {
      for (role, count) in requirement.byRole where role.judges {
        result[role] = max(result[role] ?? 0, count)
      }
    }
    return result.filter { $0.value > 0 }
  }

  /// The approvals by role with which reviewers may land a change of `paths` alone: no operator,
  /// but for paths that ask for one, and one reviewer at least.
  public static func requiredAlone(for paths: [String], policy: Policy) -> [Role: Int] {
    var policy = policy
    policy.require.byRole[.operator] = 0
    policy.require.byRole[.reviewer] = max(1, policy.require.byRole[.reviewer] ?? 0)
    return required(for: paths, policy: policy)
  }

  /// The seats that `approvals` leave empty, by role; empty when all are filled.
  ///
  /// One human fills one seat, in whichever role leaves the fewest empty. Where policy allows
  /// self-review one human may sit in several roles, but a principal still counts once in each.
  /// Approvals by strangers, or in a role that the principal does not hold, fill nothing.
  public static func missing(
    require: [Role: Int], approvals: [Approval], policy: Policy
  ) -> [Role: Int] {
    let able = approvals.filter {
      policy.principals[$0.principal]?.roles.contains($0.role) ?? false
    }
    switch policy.selfReview {
    case .allowed:
      var missing: [Role: Int] = [:]
      for (role, count) in require {
        let seated = Set(able.filter { $0.role == role }.map(\.principal)).count
        if seated < count { missing[role] = count - seated }
      }
      return missing
    case .refused:
      var table = Seating(require: require, approvals: able, policy: policy)
      return table.emptySeats()
    }
  }
}

/// Seats humans, each once, so that as many seats as possible are filled: a maximum matching, by
/// augmenting paths.
private struct Seating {
  private let seats: [Role]
  private let humans: [Role: [String]]
  /// The seat that a human holds, by index.
  private var seatOf: [String: Int] = [:]

  init(require: [Role: Int], approvals: [Approval], policy: Policy) {
    var humans: [Role: Set<String>] = [:]
    for approval in approvals {
      guard let human = policy.principals[approval.principal]?.human else { continue }
      humans[approval.role, default: []].insert(human)
    }
    self.humans = humans.mapValues { $0.sorted() }
    seats = Role.allCases.flatMap { Array(repeating: $0, count: max(0, require[$0] ?? 0)) }
  }

  mutating func emptySeats() -> [Role: Int] {
    var empty: [Role: Int] = [:]
    for seat in seats.indices {
      var asked: Set<String> = []
      if !fill(seat, &asked) { empty[seats[seat], default: 0] += 1 }
    }
    return empty
  }

  private mutating func fill(_ seat: Int, _ asked: inout Set<String>) -> Bool {
    for human in humans[seats[seat]] ?? [] where asked.insert(human).inserted {
      if let held = seatOf[human], !fill(held, &asked) { continue }
      seatOf[human] = seat
      return true
    }
    return false
  }
}
