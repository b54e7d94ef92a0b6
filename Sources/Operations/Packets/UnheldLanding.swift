import Git
public import Model
import Store
import Trust

/// A landing that the ledger claims and that closes no packet here.
public struct UnheldLanding: Hashable, Sendable {
  public enum Cause: String, Hashable, Sendable {
    /// Owners rewound the branch past it.
    case takenBack = "taken_back"
    /// Owners deleted the branch, and what it held is not here.
    case deleted
    /// The branch is not here.
    case notHere = "not_here"
    /// The branch went another way.
    case otherWay = "other_way"
  }

  public let commit: ObjectID
  public let cause: Cause
  /// One sentence.
  public let sentence: String
  /// What to run about it; nil where nothing is to be done, or what the packet's state says.
  public let command: String?
}

extension Judge {
  /// The landings of an open packet that the ledger claims and that do not hold, the oldest first.
  func unheldLandings(of packet: Packet) throws -> [UnheldLanding] {
    guard packet.state.isOpen, packet.closing == nil else { return [] }
    return try governed.store.ledgerIndex().records(ofPacket: packet.id).compactMap { record in
      guard record.kind == .landed, let landed = try governed.landing(record.id) else {
        return nil
      }
      return try unheld(landed, claimedBy: record, of: packet)
    }
  }

  private func unheld(
    _ landed: Landed, claimedBy record: LedgerRecord, of packet: Packet
  ) throws -> UnheldLanding {
    let (commit, branch) = (landed.commit, landed.branch)
    func unheld(_ cause: UnheldLanding.Cause, _ sentence: String, _ command: String? = nil)
      -> UnheldLanding
    {
      UnheldLanding(commit: commit, cause: cause, sentence: sentence, command: command)
    }
    let said = "the ledger says that it landed as \(commit.short)"
    let isOpen = try repository.target(of: Layout.packet(packet.id)) != nil
    if let rewind = try rewind(takingBack: landed, claimedBy: record.id),
      try canRead(commit) ? holds(landed, workOf: packet) : !isOpen
    {
      let reason = SafeText.singleLine(rewind.body.reason, limit: 200)
      return unheld(
        .takenBack, "it landed as \(commit.short), which \(rewind.author) took back: \(reason)",
        isOpen ? "git o8 cancel \(packet.id.short)" : nil)
    }
    guard try truth(of: branch) == nil else {
      return unheld(
        .otherWay, "\(said), but \(branch.short) went another way; merge it again")
    }
    if let deletion = try deletion(of: branch) {
      return unheld(
        .deleted, "\(said); \(deletion.sentence(on: branch)), and what it held is not here")
    }
    let way = try wayToFetch(branch)
    return unheld(
      .notHere,
      "\(said), and \(branch.short) is not here" + (way.map { ": \($0.sentence)" } ?? ""),
      way?.command)
  }
}

extension Judge {
  /// Whether the commit of a claim is of what was approved in the packet: anybody can claim that
  /// one landed as a commit of another's, and nobody is to be told so.
  private func holds(_ landed: Landed, workOf packet: Packet) throws -> Bool {
    let isApproved = packet.verdicts.contains { judged in
      judged.verdict.decision == .approve && judged.verdict.head == landed.head
    }
    guard isApproved else { return false }
    let commit = try repository.commit(landed.commit)
    return commit.id == landed.head || commit.parents.contains(landed.head)
      || commit.tree == landed.tree && packet.presented?.tree == landed.tree
  }
}

/// Which claims of landings the branches may not bear out, so that only the rule can tell.
struct DoubtfulLandings {
  private let governed: GovernedRepository
  /// Branches that are not here.
  private var unknown: Set<ReferenceName> = []
  private var packets: Set<ObjectID> = []
  private var commits: Set<ObjectID> = []
  /// Whether owners took away what this clone does not have.
  private var isBlind = false

  init(governed: GovernedRepository) throws {
    self.governed = governed
    let judge = Judge(governed)
    for branch in try judge.governedBranches() {
      packets.formUnion(try judge.missingLandings(on: branch).map(\.packet))
      if try judge.truth(of: branch) == nil {
        let deleted = try judge.deletion(of: branch)?.old
        let isKnown = try deleted.map { try judge.canRead($0) } ?? false
        if !isKnown { unknown.insert(branch) }
      }
      let rewound = try judge.stepsInDoubt(on: branch)
      commits.formUnion(rewound.commits)
      isBlind = isBlind || rewound.isBlind
    }
  }

  /// Whether a claim in the ledger that a packet has landed need not hold.
  func contains(_ claim: LedgerRecord, of packet: ObjectID) throws -> Bool {
    guard claim.kind == .landed, let commit = claim.commit else { return false }
    if packets.contains(packet) || commits.contains(commit) { return true }
    if isBlind, try governed.repository.kind(of: commit) == nil { return true }
    guard !unknown.isEmpty, let landed = try governed.landing(claim.id) else { return false }
    return unknown.contains(landed.branch)
  }
}
