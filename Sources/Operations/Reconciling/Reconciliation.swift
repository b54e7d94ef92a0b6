public import Model

/// What `reconcile` did to bring a clone in order.
public struct Reconciliation: Hashable, Sendable {
  public struct Action: Hashable, Sendable {
    public let kind: Kind
    /// Nil where no packet of this clone is meant.
    public let packet: ObjectID?
    /// One sentence.
    public let text: String
  }

  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// It was cut before anything had moved.
    case landingDropped = "landing_dropped"
    case landingCompleted = "landing_completed"
    /// The branch went another way; the packet is open again.
    case landingDisplaced = "landing_displaced"
    /// A merge made by hand that the rule admits.
    case landingRecorded = "landing_recorded"
    case closingRecorded = "closing_recorded"
    /// Lane and references of a closed packet.
    case cleared
    case laneRecovered = "lane_recovered"
    /// It waited for a lane that nobody was going to start.
    case laneStarted = "lane_started"
    case worktreeForgotten = "worktree_forgotten"
    case noteWritten = "note_written"
    /// A protected branch moved around the rule: it is in the ledger now.
    case breachRecorded = "breach_recorded"
    /// What an owner had forced, and a crash kept from happening.
    case overrideCarriedOut = "override_carried_out"
  }

  public internal(set) var actions: [Action] = []
  /// What a person should know, a sentence each.
  public internal(set) var remarks: [String] = []
  /// What is not in order and could not be brought there, and why, a sentence each.
  public internal(set) var problems: [String] = []

  mutating func add(_ kind: Kind, _ packet: ObjectID?, _ text: String) {
    actions.append(Action(kind: kind, packet: packet, text: text))
  }

  /// What a closing had to leave where it is.
  mutating func keep(_ texts: [String]) { remarks += texts.map { "kept \($0)" } }
}
