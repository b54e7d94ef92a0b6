public import Model

/// Which of the chains a reference holds; they differ in what a reader follows and expects.
public enum ChainKind: Hashable, Sendable {
  case packet, ledger, policy, brain

  /// Policy is linear: of two changes, one is made again.
  var joins: Bool { self != .policy }
}

/// A commit of a chain, by what a reader may make of it.
public enum ChainContent: Hashable, Sendable {
  case event(StoredEvent)
  /// The union of two tips, nobody's word.
  case join
  /// An event that is not what it must be, with the reason: its parents count, it does not.
  case inert(String)
  /// No event at all, or too large: whoever holds the chain keeps it apart, with the reason.
  case foreign(String)
}

public struct ChainCommit: Hashable, Sendable {
  public let content: ChainContent
  /// The parents within the chain: of an entry of the ledger only the one before.
  public let parents: [ObjectID]
  /// The event's clock; the largest of the parents' where there is none.
  public let clock: Int64
  public let committedSeconds: Int64
}

/// All that is reachable from a tip, read and checked.
public struct Chain: Sendable {
  public let kind: ChainKind
  /// Nil where there is no chain yet.
  public let tip: ObjectID?
  public let commits: [ObjectID: ChainCommit]
  /// The events in the order that all readers agree on, causes first.
  public let events: [StoredEvent]

  init(_ kind: ChainKind, tip: ObjectID?, commits: [ObjectID: ChainCommit]) {
    self.kind = kind
    self.tip = tip
    self.commits = commits
    var events: [StoredEvent] = []
    events.reserveCapacity(commits.count)
    for commit in commits.values {
      if case .event(let event) = commit.content { events.append(event) }
    }
    self.events = events.sorted(by: StoredEvent.precedes)
  }

  /// A chain that nobody has begun.
  public static func empty(_ kind: ChainKind) -> Chain { Chain(kind, tip: nil, commits: [:]) }

  /// How many commits a chain may have: far more than a busy ledger of ten years, and an end.
  public static let commitLimit = 4_000_000

  public func event(_ id: ObjectID) -> StoredEvent? {
    guard case .event(let event) = commits[id]?.content else { return nil }
    return event
  }

  /// The commits that count for nothing, with the reasons, by id.
  public var inert: [(id: ObjectID, reason: String)] {
    reasons { if case .inert(let reason) = $0 { reason } else { nil } }
  }

  /// The commits that must not be in any chain, with the reasons, by id. Where there is one, the
  /// reference is kept apart.
  public var foreign: [(id: ObjectID, reason: String)] {
    reasons { if case .foreign(let reason) = $0 { reason } else { nil } }
  }

  /// The commits that say something or try to: what a join unites.
  public var substance: Set<ObjectID> {
    Set(commits.lazy.filter { $0.value.content != .join }.map(\.key))
  }

  private func reasons(
    _ reason: (ChainContent) -> String?
  ) -> [(id: ObjectID, reason: String)] {
    commits.compactMap { id, commit in reason(commit.content).map { (id, $0) } }
      .sorted { $0.id < $1.id }
  }
}
