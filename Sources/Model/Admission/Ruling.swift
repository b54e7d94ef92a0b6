/// What the admission rule says about a step.
public enum Ruling: Hashable, Sendable {
  case admitted(Admitted)
  /// By the override with this id.
  case forced(ObjectID)
  case refused([Reason])
}

/// How the rule was satisfied.
public struct Admitted: Hashable, Sendable {
  public var packet: ObjectID
  public var proposal: Proposal
  public var form: LandingForm
  /// Whether the branch had moved on since the verdicts' base.
  public var carried: Bool
  /// The approvals and gate runs that counted.
  public var verdicts: [ObjectID]
  public var gates: [ObjectID]
  public var flags: [Flag]
  /// Whether no operator approved it, where policy else asks for one.
  public var isByReviewersAlone: Bool

  public init(
    packet: ObjectID, proposal: Proposal, form: LandingForm, carried: Bool,
    verdicts: [ObjectID], gates: [ObjectID], flags: [Flag], isByReviewersAlone: Bool = false
  ) {
    self.packet = packet
    self.proposal = proposal
    self.form = form
    self.carried = carried
    self.verdicts = verdicts
    self.gates = gates
    self.flags = flags
    self.isByReviewersAlone = isByReviewersAlone
  }
}

/// What a person should look at again, though history stands.
public enum Flag: Hashable, Sendable {
  /// The landing had not seen the objection.
  case objectedLater(PrincipalName, Decision)
  /// It had not seen a red run of a gate on the very tree.
  case redLater(PrincipalName, gate: String)
  /// It had not seen that somebody whose approval counted worked on it.
  case workedLater(PrincipalName)
  /// It had not seen the packet's tier, or that nobody may say one, and reviewers landed it alone.
  case tierLater(Tier?)
  /// An approval that counted was made with a key or role that the newest policy has withdrawn.
  case withdrawnSince(PrincipalName)
}

extension Flag {
  /// Whether it is about something that the landing had not seen, so that a landing which is
  /// only now to happen has to see it first.
  public var isUnseen: Bool {
    if case .withdrawnSince = self { false } else { true }
  }
}

/// Why a step is refused.
public enum Reason: Hashable, Sendable {
  case noPolicy
  case policyExpired(CalendarDay)
  case notAdopted(ReferenceName)
  /// The branch's value is another than the move says.
  case stale(expected: ObjectID, present: ObjectID?)
  case notOnFirstParentChain(old: ObjectID, new: ObjectID)
  case noVerdict(prev: ObjectID, commit: ObjectID)
  case formNotAccepted(LandingForm)
  case treeDiffers(Proposal, tree: ObjectID)
  case cannotCarry(Proposal, CarryProblem)
  case missing(Role, Int, Proposal)
  case unapproved(Proposal)
  /// It may land on reviewers' verdicts alone, and this one's approval is not from outside.
  case notAlone(PrincipalName)
  /// Its tier would let reviewers land it, were it said by somebody who may.
  case tierNotSaid(Tier)
  case ownerMissing(OwnerClaim)
  /// As many lines more have owners whose approval is missing.
  case ownersMissing(Int)
  case ownersUnreadable(path: String, why: String)
  /// The change would leave a file of owners that nobody could read.
  case ownersSpoiled(path: String, why: String)
  case ownersUnknown(String)
  case voided(PrincipalName, VoidCause)
  case blocked(PrincipalName, Decision)
  case gateRed(String)
  case gateMissing(String, tree: ObjectID)
  case alreadyLanded(packet: ObjectID, commit: ObjectID)
  case broughtRewound(ObjectID)
  /// An owner's rewind has taken the step away, and the branch has not followed.
  case takenAway(by: PrincipalName, reason: String)
  /// It was let in here under a policy that never was the branch's: another was first.
  case landedUnder(policy: ObjectID)
  /// The policy before the one that judges it would let it in.
  case admittedBefore(policy: ObjectID, by: ObjectID)
  case broughtLanded(ObjectID)
  case unreadable(head: ObjectID)
  case invalidOverride(ObjectID, OverrideProblem)
}

/// Why a verdict does not count.
public enum VoidCause: Hashable, Sendable {
  case otherBranch(ReferenceName)
  case otherEpoch
  case unknownPolicy(ObjectID)
  case notSigned
  case roleNotHeld(Role)
  case workedOnIt
  case newBase
  case newCommit
  case newTree
  case expired(Instant)
  case gitlinkNotListed(String)
  case sensitiveNotListed(String)
}

/// Why a verdict on an earlier base does not reach the step.
public enum CarryProblem: Hashable, Sendable {
  case forbidden
  case baseNotEarlier
  case unreadable
  case changesNothing
  case touchedSince(String)
  case sensitive(String)
  case otherChanges
  case noGate
}

public enum OverrideProblem: Hashable, Sendable {
  case ownersMissing(Int)
  case otherEpoch
  case noReason
  /// It says it rewinds where it does not, or the reverse.
  case rewindMismatch
}

extension Reason {
  /// Whether owners took away what it is about, so that no evidence could speak for it.
  public var isTakingAway: Bool {
    if case .takenAway = self { true } else { false }
  }

  /// Whether it landed in a clone under a policy that never was the branch's.
  public var isUnderLostPolicy: Bool {
    if case .landedUnder = self { true } else { false }
  }
}
