import Lanes
public import Model
public import Runtimes

/// A conversation that is opened for a person.
public struct Opening: Hashable, Sendable {
  public let packet: ObjectID
  public let runtime: RuntimeName
  public let session: SessionID
  public let worktree: String
}

/// What a person left who had a packet's conversation to themselves.
public struct Attached: Sendable {
  public let opening: Opening
  /// As it stands afterwards: somebody may have sent it on meanwhile.
  public let packet: Packet
  /// How the program ended; nil where it was stopped from elsewhere.
  public let exit: Int32?
  /// What the worktree held at the end.
  public let snapshot: ObjectID
  /// The paths that changed since it was opened.
  public let changed: [String]
  /// Whether all of it stands on the packet's branch, which is what gates judge.
  public let isCommitted: Bool
  /// What is next with the packet; nil where that is what its state says.
  public let nextCommand: String?
}

extension Packet {
  /// The last conversation that was told of, and the runtime that it is with.
  var lastConversation: (runtime: RuntimeName, session: SessionID, isApart: Bool)? {
    for attempt in attempts.reversed() {
      guard let session = (attempt.end?.session ?? attempt.session).flatMap({ SessionID($0) }),
        let runtime = RuntimeName(attempt.runtime)
      else { continue }
      return (runtime, session, attempt.wasCaged)
    }
    return nil
  }
}
