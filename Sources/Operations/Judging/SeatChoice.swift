import Git
public import Model
import Trust

/// In which of their roles somebody judges who does not say.
struct SeatChoice {
  let policy: Policy
  /// The roles the judge holds.
  let held: Set<Role>
  /// The approvals that a change still needs, by role.
  let missing: [Role: Int]

  /// Most people are operators; who is more is asked to say so.
  private static let preference: [Role] = [.operator, .reviewer, .owner]

  /// The role that is still missing, else operator, else whichever the judge holds; nil where
  /// they hold none that judges.
  var role: Role? {
    let able = Self.preference.filter(held.contains)
    return able.first { missing[$0] ?? 0 > 0 } ?? able.first
  }
}

extension Packet {
  /// Those who have approved what lies before the reviewers.
  var standingApprovals: [Approval] {
    verdicts.filter { $0.isValid && $0.verdict.decision == .approve }
      .map { Approval($0.principal, as: $0.verdict.role) }
  }
}

/// The approvals that what lies before the reviewers still needs.
public struct MissingApprovals: Hashable, Sendable {
  public var seats: [Role: Int] = [:]
  /// The owners of touched paths of whom none has approved.
  public var owners: [OwnerClaim] = []
  /// Why it is not known who owns the touched paths; nil where it is.
  public var obstacle: String?
  /// Whether it cannot land without its owners.
  public var isOwnersTurn = false
  /// Whether the seats are those of reviewers alone.
  public var isForReviewersAlone = false

  public init() {}

  /// Such as `1 operator`, `an owner of src/** (CODEOWNERS:3): ann`.
  var list: [String] {
    let roles = Role.allCases.compactMap { role in seats[role].map { "\($0) \(role.rawValue)" } }
    return isOwnersTurn ? roles + owners.prefix(Self.ownersShown).map(\.need) : roles
  }

  private static let ownersShown = 5

  /// Nothing is missing.
  public var isEmpty: Bool {
    seats.isEmpty && (!isOwnersTurn || owners.isEmpty && obstacle == nil)
  }
}

extension GovernedRepository {
  /// What the packet still needs for the result `tree` on `base`; nothing where these cannot be
  /// read.
  func missingApprovals(
    of packet: Packet, from base: ObjectID, to tree: ObjectID, under policy: Policy
  ) -> MissingApprovals {
    var missing = MissingApprovals()
    let needs = try? approvalNeeds(from: base, to: tree, tier: packet.work.tier, under: policy)
    let approvals = packet.standingApprovals
    guard let needs else {
      missing.seats = Seats.missing(
        require: packet.required(policy), approvals: approvals, policy: policy)
      return missing
    }
    missing.seats = needs.missing(approvals, hands: packet.hands, under: policy)
    missing.isForReviewersAlone =
      needs.alone != nil
      && !Seats.missing(require: needs.seats, approvals: approvals, policy: policy).isEmpty
    missing.owners = needs.unmet(by: approvals)
    missing.obstacle = needs.obstacle
    missing.isOwnersTurn = needs.isOwnersTurn
    return missing
  }
}
