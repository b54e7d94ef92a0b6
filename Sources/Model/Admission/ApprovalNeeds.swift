/// What a change needs before it may land, for those who show and route it. The admission rule
/// judges by the same facts, with signatures.
public struct ApprovalNeeds: Hashable, Sendable {
  /// Approvals by role.
  public let seats: [Role: Int]
  /// Those that suffice instead where reviewers may land it alone; nil where they may not.
  public let alone: [Role: Int]?
  /// Who owns the touched paths, where policy heeds it.
  public let owners: [OwnerClaim]
  /// Why who owns them is not known; nil where it is.
  public let obstacle: String?
  /// Whether it cannot land without its owners.
  public let isOwnersTurn: Bool

  /// - Parameter tier: what the packet says of itself, where it is worth something.
  public init(
    of changes: [TreeChange], owned file: OwnersFile, tier: Tier, under policy: Policy
  ) {
    let paths = changes.map(\.path)
    seats = Seats.required(for: paths, policy: policy)
    let isGranted = policy.grants(of: changes).contains { grant in
      grant.tiers.isEmpty || policy.rolesThatSetTiers != nil && grant.tiers.contains(tier)
    }
    alone = isGranted ? Seats.requiredAlone(for: paths, policy: policy) : nil
    isOwnersTurn = policy.codeOwners == .required
    var claims: [OwnerClaim]? = []
    var why: String?
    switch policy.codeOwners == .ignored ? .absent : file {
    case .absent: break
    case .read(let owners):
      claims = owners.claims(on: paths, under: policy)
      if claims == nil { why = "\(owners.path) takes too long to compare with so many paths" }
    case .unreadable(let path, let reason): why = "\(path): \(reason)"
    }
    owners = claims ?? []
    obstacle = why
  }

  /// The seats that `approvals` leave empty; those of reviewers alone where these suffice. `hands`
  /// are the packet's.
  public func missing(
    _ approvals: [Approval], hands: Set<PrincipalName>, under policy: Policy
  ) -> [Role: Int] {
    let missing = Seats.missing(require: seats, approvals: approvals, policy: policy)
    guard !missing.isEmpty, let alone else { return missing }
    return Seats.missingAlone(alone, approvals, hands: hands, under: policy)
  }

  /// The owners of whom one has to approve, for each of them, as a presented packet names them.
  public var ownersToHear: [[PrincipalName]] {
    guard isOwnersTurn else { return [] }
    if obstacle != nil { return [[]] }
    var seen: Set<[PrincipalName]> = []
    return owners.map { Array($0.able.prefix(Presented.ownersLimit)) }
      .filter { seen.insert($0).inserted }.prefix(Presented.ownersLimit).map { $0 }
  }

  /// The claims of owners of whom none has approved.
  public func unmet(by approvals: [Approval]) -> [OwnerClaim] {
    let approvers = Set(approvals.map(\.principal))
    return owners.filter { !$0.isMet(by: approvers) }
  }
}

extension Seats {
  /// The seats that are empty where reviewers land a change alone.
  static func missingAlone(
    _ require: [Role: Int], _ approvals: [Approval], hands: Set<PrincipalName>,
    under policy: Policy
  ) -> [Role: Int] {
    let insiders = Hearing.Alone.insiders(among: hands, approvals: approvals, policy: policy)
    let outside = approvals.filter { !insiders.contains($0.principal) || $0.role != .reviewer }
    return missing(require: require, approvals: outside, policy: policy)
  }
}
