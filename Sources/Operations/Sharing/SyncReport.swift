public import Model

/// What one meeting with a remote brought, sent and left for a person.
public struct SyncReport: Hashable, Sendable {
  /// A reference that moved, here or there.
  public struct Change: Hashable, Sendable {
    public enum Subject: String, Hashable, Sendable {
      case policy, ledger, brain, packet, heads, hints, branch, data
    }

    public let subject: Subject
    public let name: ReferenceName
    /// Where there is one.
    public let packet: ObjectID?
    /// Nil where it is new.
    public let old: ObjectID?
    /// Nil where it is gone.
    public let new: ObjectID?
  }

  /// A landing that was made with git alone, or by a host, and that the ledger has now.
  public struct Recorded: Hashable, Sendable {
    public let packet: ObjectID
    public let branch: ReferenceName
    public let commit: ObjectID
  }

  /// Something that only a person can do.
  public struct Need: Hashable, Sendable {
    /// One sentence.
    public let text: String
    /// What to run, in this order; empty where there is nothing.
    public let commands: [String]
  }

  /// A reference that was left as it is, because it holds what it must not.
  public struct Quarantined: Hashable, Sendable {
    public let name: ReferenceName
    public let tip: ObjectID
    public let reason: String
    /// Where this clone keeps it.
    public let kept: ReferenceName?
    public let isOurs: Bool

    /// What a person can run about it, once they have looked.
    public func remedies(at remote: String) -> [String] {
      if isOurs { return ["git update-ref -d \(name) \(tip)"] }
      return ["git push --force-with-lease=\(name):\(tip) \(remote) :\(name)"]
    }
  }

  public let remote: String
  public internal(set) var came: [Change] = []
  public internal(set) var went: [Change] = []
  /// Entries of the ledger that this clone had not.
  public internal(set) var entriesThatCame = 0
  public internal(set) var recorded: [Recorded] = []
  /// Packets that are closed and of which nothing is left open, here or there.
  public internal(set) var cleared: [ObjectID] = []
  /// Closed packets of which something turned up, which the ledger has now.
  public internal(set) var late: [ObjectID] = []
  /// Packets that are open again because another landing was first.
  public internal(set) var reopened: [ObjectID] = []
  public internal(set) var needs: [Need] = []
  public internal(set) var quarantined: [Quarantined] = []
  public internal(set) var remarks: [String] = []
  /// Why the remote took nothing, in its own words; nil where it did.
  public internal(set) var refusal: String?

  init(remote: String) { self.remote = remote }

  /// Whether nothing moved and nobody has to do anything.
  public var isQuiet: Bool {
    came.isEmpty && went.isEmpty && needs.isEmpty && quarantined.isEmpty && remarks.isEmpty
      && refusal == nil && cleared.isEmpty && late.isEmpty && reopened.isEmpty
      && recorded.isEmpty
  }
}
