import Git
import Lanes
public import Model
import Store
import Trust

/// A packet with what a person wants to know besides its events.
public struct PacketReport: Hashable, Sendable {
  public let packet: Packet
  /// Where its lane is checked out; nil where it is not.
  public let worktree: String?
  /// The approvals that it still needs, by role; empty where nothing lies before the reviewers.
  public var missing: [Role: Int] = [:]
  /// The owners of touched paths of whom none has approved, where policy heeds them.
  public var owners: [OwnerClaim] = []
  /// Whether it cannot land without them.
  public var isOwnersTurn = false
  /// What rules and gates said of the head that is red; nil where none is.
  public var red: String?
  /// What the worker is asked for, as it was edited last; nil where the title says it all.
  public var prompt: String?
  /// The remote's branch that has what it landed as; nil where only the one here has.
  public var landedOn: RemoteBranch?
  /// Its landing, where that is not final yet.
  public var landing: PendingLanding?
  /// A landing that the ledger claims and that does not hold; nil where there is none.
  public var unheld: UnheldLanding?
  /// What has its worker go on; nil where it does not wait.
  public var resuming: String?
  /// Why it is in no lane yet; nil where it need not be in one.
  public var queued: String?
  /// What the worker that is at work here was last heard of.
  public var latest: Latest?
  /// What does not go as it should, a sentence each.
  public var notes: [String] = []

  public struct RemoteBranch: Hashable, Sendable {
    public let remote: String
    /// Such as `origin/main`.
    public let short: String
  }

  init(_ packet: Packet, worktree: String?) {
    self.packet = packet
    self.worktree = worktree
  }
}

extension Workspace {
  /// All about one packet; closed ones are found by their id.
  public func report(on name: String?) async throws -> PacketReport {
    let governed = try governed()
    let id = try await packet(named: name, in: governed, among: .everyPacket)
    guard let packet = try PacketBook(governed: governed).packet(id) else {
      throw NotAPacket(id: id)
    }
    let worktrees = try location.linkedWorktrees()
    var report = try PacketInspection(governed: governed).report(
      on: packet, worktree: LaneSurroundings.worktree(of: packet, among: worktrees))
    let prompt = try LaneStory(of: packet, in: governed.repository).prompt()
    if packet.state == .queued {
      report.queued = try LaneEntrance(workspace: self).reasonInQueue(packet, governed)
    }
    if packet.state == .running, packet.pending != nil {
      report.queued = try waitForProvider(of: packet, in: governed)
    }
    if packet.liveAttempt != nil { report.latest = try latest(of: packet) }
    report.prompt = prompt.contains { !$0.isWhitespace } ? prompt : nil
    if packet.state == .gating, !place(of: id).isHeld,
      let help = GateHelp(try governed.actor(environment: environment), packet, governed.policy)
    {
      // Nobody's lane has died: it had nobody who may sign.
      report.notes.removeAll { $0.hasPrefix(PacketInspection.deadLane) }
      report.notes.insert("\(help.reason); \(help.hint)", at: 0)
    }
    return report
  }
}

extension Judge {
  /// The remote's branch that has what a packet landed as; nil where it has not landed there.
  fileprivate func upstreamHolding(_ packet: Packet) throws -> PacketReport.RemoteBranch? {
    guard let commit = packet.landedCommit, let upstream = try upstream(of: packet.branch),
      let value = try repository.target(of: upstream.tracking), isEarlier(commit, than: value)
    else { return nil }
    return PacketReport.RemoteBranch(remote: upstream.remote, short: upstream.short)
  }
}

/// Looks at a packet's surroundings: its lane, its branch, the ledger.
struct PacketInspection {
  let governed: GovernedRepository

  fileprivate static let deadLane = "its lane died"

  func report(on packet: Packet, worktree: String?) throws -> PacketReport {
    var report = PacketReport(packet, worktree: worktree)
    let judge = Judge(governed)
    report.landing = try judge.pendingLanding(of: packet)
    let unheld = try judge.unheldLandings(of: packet)
    report.unheld = unheld.last
    // What has landed here is decided, and what owners took back or deleted cannot land again.
    let isDecided = report.landing != nil || unheld.last.map { $0.cause != .otherWay } ?? false
    let missing = isDecided ? MissingApprovals() : missing(packet)
    report.missing = missing.seats
    report.owners = missing.owners
    report.isOwnersTurn = missing.isOwnersTurn
    report.landedOn = try judge.upstreamHolding(packet)
    report.notes = try landingNotes(packet, report.landing, judge) + unheld.map(\.sentence)
    if let obstacle = packet.obstacle, unheld.isEmpty || obstacle.remedy == .rebase {
      report.notes.append(obstacle.next)
    }
    report.red = try LaneStory.reportOfRedHead(of: packet, in: governed.repository)
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    if packet.state == .waiting, packet.question == nil {
      report.resuming = place.command("resume", packet)
    }
    if place.isAbandoned(by: packet) {
      report.notes.append(Self.deadLane + "; `git o8 reconcile \(packet.id.short)` brings it back")
    } else if packet.restsWithAuthor, packet.pending != nil {
      report.notes.append(packet.mending(in: governed.repository))
    } else if packet.state == .failed {
      report.notes.append(
        "`git o8 log \(packet.id.short)` shows what was written, "
          + "`\(place.command("retry", packet))` judges it again and goes on")
    }
    // What has landed here is behind its branch by nature.
    if packet.state.isOpen, !isDecided { report.notes += try moves(around: packet, judge) }
    if let obstacle = missing.obstacle {
      report.notes.append("who owns the touched paths is not known: \(obstacle)")
    }
    if missing.isForReviewersAlone {
      report.notes.append("reviewers may land it alone, without an operator")
    }
    report.notes += Self.ignored(by: packet)
    return report
  }

  /// What is missing for what lies before the reviewers now.
  func missing(_ packet: Packet) -> MissingApprovals {
    guard packet.state == .review || packet.state == .approved, let presented = packet.presented
    else { return MissingApprovals() }
    // The rule has been asked, and nothing is.
    guard packet.carried == nil else { return MissingApprovals() }
    let policy = governed.policy
    var missing = governed.missingApprovals(
      of: packet, from: presented.base, to: presented.tree, under: policy)
    let approvals = packet.standingApprovals
    if !missing.isForReviewersAlone {
      // Who presented it may have known of a policy that asks for more.
      missing.seats.merge(
        Seats.missing(require: packet.required(policy), approvals: approvals, policy: policy),
        uniquingKeysWith: max)
    }
    // Where policy asks for no seat, somebody still has to say what is to land.
    if missing.seats.isEmpty, approvals.isEmpty { missing.seats = [.operator: 1] }
    return missing
  }

  /// The lane and the branch can leave what was judged behind.
  private func moves(around packet: Packet, _ judge: Judge) throws -> [String] {
    guard let presented = packet.presented else { return [] }
    var notes: [String] = []
    if let lane = packet.lane, let tip = try governed.repository.target(of: lane),
      tip != presented.head
    {
      notes.append(
        "\(lane.short) has moved on to \(tip.short); what is judged is \(presented.head.short), "
          + "and `git o8 gate \(packet.id.short)` hands the new commits in")
    }
    // Of what is approved it is the obstacle.
    if packet.state == .review, let outrun = try judge.outrun(packet.branch) {
      notes.append(outrun.sentence)
    }
    let isSettled = packet.obstacle != nil || packet.carried?.gates.isEmpty ?? false
    if !isSettled, let value = try judge.ground(of: packet.branch), value != presented.base {
      let next =
        packet.carried == nil
        ? "`git o8 merge` finds out whether the verdicts still reach it"
        : "the approvals reach it, and `git o8 merge` runs the gates there first"
      notes.append(
        "\(packet.branch.short) has moved on from \(presented.base.short) to \(value.short); "
          + next)
    }
    return notes
  }

  /// Landings that are under way, and branches that owners deleted.
  private func landingNotes(
    _ packet: Packet, _ landing: PendingLanding?, _ judge: Judge
  ) throws -> [String] {
    if let landing { return ["\(landing.sentence): \(landing.command)"] }
    guard !packet.state.isOpen, try judge.truth(of: packet.branch) == nil,
      let deletion = try judge.deletion(of: packet.branch)
    else { return [] }
    return [deletion.sentence(on: packet.branch)]
  }

  private static func ignored(by packet: Packet) -> [String] {
    let count = packet.ignored.count
    guard count > 0 else { return [] }
    return ["\(counted(count, "event")) changed nothing; the reasons stand below"]
  }
}
