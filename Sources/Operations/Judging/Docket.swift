public import Model

/// What lies before whoever is about to judge: shown first, then signed exactly so.
public struct Docket: Hashable, Sendable {
  public struct Change: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
      case added, modified, deleted
    }

    public let path: String
    public let kind: Kind
  }

  public let packet: ObjectID
  public let title: String
  /// What will be signed.
  public let verdict: Verdict
  public let author: PrincipalName
  /// What the result changes on its base.
  public let changes: [Change]
  /// What static rules say of it that did not stop it.
  public let flagged: [Finding]
  /// The branch's value where it has left the verdict's base.
  public let branchMovedTo: ObjectID?
  /// What everybody should know, a sentence each: a policy that has ended, or is about to.
  public var warnings: [String] = []
  /// What has to be true in the end, and whether its worker says that it is.
  public var points: [AcceptancePoint] = []
}

/// What became of a packet that was judged.
public struct Judgement: Hashable, Sendable {
  public let docket: Docket
  /// The verdict's event.
  public let event: ObjectID
  public let state: PacketState
  /// The approvals that are still to come, by role.
  public let missing: [Role: Int]
  /// The owners of touched paths of whom one still has to approve.
  public let owners: [OwnerClaim]
  /// What was closed, where the verdict closed the packet.
  public let closing: ClosingReport?
  /// What to do next, where the packet waits for somebody.
  public let next: String?
  /// Whether the same had been signed before and still stood, so that nothing was signed.
  public var isRepeated = false
}
