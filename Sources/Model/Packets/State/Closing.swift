/// An entry of the ledger that may close a packet.
public struct Closing: Hashable, Sendable {
  /// The entry's commit.
  public var id: ObjectID
  public var claim: Claim
  public var clock: Int64
  public var author: PrincipalName
  public var at: Instant

  public enum Claim: Hashable, Sendable {
    case rejected, cancelled, reported
    /// That `commit` holds the packet's change; how the admission rule judges that.
    case landed(commit: ObjectID, LandingStatus)
  }

  public init(
    id: ObjectID, claim: Claim, clock: Int64, author: PrincipalName, at: Instant
  ) {
    self.id = id
    self.claim = claim
    self.clock = clock
    self.author = author
    self.at = at
  }
}

/// What the branch says of a landing.
public enum LandingStatus: Hashable, Sendable {
  /// On the branch, by a step that the admission rule covers.
  case confirmed
  /// The branch left its starting point another way: the packet is open again.
  case displaced
  /// The step would be covered, but the branch has not made it yet: no new work, refs stay.
  case pending
  case void
}

extension Closing {
  /// The one of a packet's closings that holds; nil where the packet is open.
  ///
  /// A confirmed landing beats everything, then the first other closing, then a pending landing.
  public static func winner(_ closings: some Sequence<Closing>) -> Closing? {
    closings.filter { $0.rank != nil }.min {
      ($0.rank ?? 0, $0.clock, $0.author, $0.id) < ($1.rank ?? 0, $1.clock, $1.author, $1.id)
    }
  }

  /// Whether the packet's refs may go: nothing can change this any more.
  public var isFinal: Bool {
    switch claim {
    case .rejected, .cancelled, .reported: true
    case .landed(_, let status): status == .confirmed
    }
  }

  /// Nil for what closes nothing.
  private var rank: Int? {
    switch claim {
    case .landed(_, .confirmed): 0
    case .rejected, .cancelled, .reported: 1
    case .landed(_, .pending): 2
    case .landed(_, .displaced), .landed(_, .void): nil
    }
  }
}

extension Packet {
  /// The packet as the ledger has it: a closing there is the truth, whatever the events say. A
  /// pending landing leaves the state alone.
  public func closed(by winner: Closing?) -> Packet {
    var packet = self
    packet.closing = winner
    switch winner?.claim {
    case .landed(_, .confirmed): packet.state = .landed
    case .rejected: packet.state = .rejected
    case .cancelled: packet.state = .cancelled
    case .reported: packet.state = .reported
    case .landed, nil: break
    }
    if !packet.state.isOpen { packet.pending = nil }
    return packet
  }

  /// The commit that landed it, if the branch has it.
  public var landedCommit: ObjectID? {
    if case .landed(let commit, .confirmed)? = closing?.claim { commit } else { nil }
  }
}
