import Git
import Lanes
public import Model
import Store
import Trust

/// Something that a person has to do about a packet, and the commands that do it.
public struct Errand: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// It lies before the reviewers and lacks an approval that this operator can give.
    case judge
    /// It lacks approvals that only others can give.
    case othersJudge
    /// Its gates have run here or nowhere, and only others can sign what they say.
    case othersGate
    case land
    /// It has landed here, and the upstream has yet to have it; or the landing was cut.
    case push
    case answer
    /// An interrupt holds it, or a provider's limit.
    case held
    /// Its attempts are used up.
    case failed
    /// The next attempt waits for somebody to start it.
    case resume
    /// Adopted work was red; its author mends it.
    case mend
    /// The lane that this clone had for it died.
    case abandoned
    /// It has its approvals, and something else keeps it from its branch.
    case obstructed
    /// It landed, and owners took that back, or nobody can tell here.
    case unheld
  }

  public let packet: ObjectID
  public let title: String
  public let state: PacketState
  public let kind: Kind
  /// Why it waits, on one line.
  public let reason: String
  /// What to run, the likeliest first.
  public let commands: [String]
  /// What to do where no command does it.
  public var hint: String?
  /// What static rules say of what lies before the reviewers.
  public let flagged: [Finding]
  /// The lines of `CODEOWNERS` by which it waits for whoever asks.
  public let owns: [OwnerClaim]
  public let since: Instant
  /// The points of acceptance that no worker claimed, of what lies before the reviewers.
  public var unclaimed: [AcceptancePoint] = []

  /// The reason of what can land and of which there is nothing else to say.
  public static let approved = "approved"
}

extension Errand {
  /// A worker may stand still meanwhile; nothing else costs more by waiting.
  fileprivate var rank: Int { kind == .answer ? 0 : 1 }
}

/// What awaits one operator.
public struct Inbox: Hashable, Sendable {
  /// Who asks, by the key of this clone.
  public let principal: PrincipalName
  public let roles: Set<Role>
  /// A worker that waits for an answer first, then what was waiting longest.
  public let errands: [Errand]
  /// What nobody can tell whether it waits.
  public let damaged: [DamagedPacket]
  /// What everybody should know, a sentence each: a policy that has ended, or is about to.
  public var warnings: [String] = []
  /// What waits for owners' signatures, those of others too; what can hold no more as well.
  public var motions: [MotionView] = []
}

extension Workspace {
  public func inbox() throws -> Inbox {
    let governed = try governed()
    let book = PacketBook(governed: governed)
    let list = try PacketListing(governed: governed, book: book).packets(
      ListFilter(states: Errands.states))
    var inbox = try Errands(governed: governed, book: book, environment: environment)
      .inbox(of: list)
    inbox.warnings = [governed.policy.expiryWarning(at: now())].compactMap { $0 }
    inbox.motions = try motions(in: governed)
    return inbox
  }
}

/// Finds what is to be done.
struct Errands {
  let governed: GovernedRepository
  let book: PacketBook
  let environment: [String: String]

  /// The states in which a packet can wait for a person.
  static let states: Set<PacketState> = [
    .review, .approved, .waiting, .failed, .running, .gating,
  ]

  func inbox(of list: PacketList) throws -> Inbox {
    let actor = try governed.actor(environment: environment)
    let roles = actor.principal?.roles ?? []
    var damaged = list.damaged
    let errands = try list.packets.filter { Self.states.contains($0.state) }.compactMap { listed in
      guard let packet = try book.packet(listed.id) else {
        damaged.append(DamagedPacket(listed.id, in: governed))
        return Errand?.none
      }
      if let landing = try book.pendingLanding(of: packet) {
        return Errand(
          packet: packet.id, title: packet.title, state: packet.state, kind: .push,
          reason: landing.sentence, commands: [landing.command], hint: nil, flagged: [], owns: [],
          since: listed.touched)
      }
      if let unheld = try book.unheldLanding(of: packet), unheld.cause != .otherWay {
        return Errand(
          packet: packet.id, title: packet.title, state: packet.state, kind: .unheld,
          reason: unheld.sentence,
          commands: ["git o8 show \(packet.id.short)"] + [unheld.command].compactMap { $0 },
          hint: nil, flagged: [], owns: [], since: listed.touched)
      }
      var errand = try errand(packet, for: actor.name, holding: roles, since: listed.touched)
      if packet.presented != nil { errand?.unclaimed = packet.openPoints }
      return errand
    }
    return Inbox(
      principal: actor.name, roles: roles,
      errands: errands.sorted { ($0.rank, $0.since, $0.packet) < ($1.rank, $1.since, $1.packet) },
      damaged: damaged.sorted { $0.id < $1.id })
  }

  private func errand(
    _ packet: Packet, for name: PrincipalName, holding roles: Set<Role>, since: Instant
  ) throws -> Errand? {
    func errand(
      _ kind: Errand.Kind, _ reason: String, _ commands: [String], last: String? = nil,
      owning owns: [OwnerClaim] = []
    ) -> Errand {
      Errand(
        packet: packet.id, title: packet.title, state: packet.state, kind: kind,
        reason: reason, commands: commands.map { "git o8 \($0)" } + (last.map { [$0] } ?? []),
        hint: nil,
        flagged: packet.presented?.findings ?? [], owns: owns, since: since)
    }
    let id = packet.id.short
    let place = LanePlace(of: packet.id, in: governed.location.commonDirectory)
    if packet.state == .gating, !place.isHeld, place.isOurs(packet) || packet.isAdopted,
      let help = GateHelp(try governed.actor(environment: environment), packet, governed.policy)
    {
      var errand = errand(.othersGate, help.reason, [])
      errand.hint = help.hint
      return errand
    }
    if place.isAbandoned(by: packet), !moved(packet) {
      return errand(.abandoned, "its lane died", ["reconcile \(id)"])
    }
    let waiting = WaitingApproval(packet, for: name, holding: roles, in: governed)
    if let obstacle = packet.obstacle, [.gates, .approvalThere].contains(obstacle.remedy),
      let help = GateHelp(try governed.actor(environment: environment), packet, governed.policy)
    {
      var errand = errand(.othersGate, obstacle.sentence, [])
      errand.hint = help.hint
      return errand
    }
    if let obstacle = packet.obstacle, obstacle.remedy != .approval || waiting.missing.isEmpty {
      return Errand(
        packet: packet.id, title: packet.title, state: packet.state, kind: .obstructed,
        reason: obstacle.sentence,
        commands: ["git o8 show \(id)"] + obstacle.commands, hint: nil,
        flagged: packet.presented?.findings ?? [], owns: waiting.owns, since: since)
    }
    switch packet.state {
    // A policy that asks for less than the one under which it was judged needs no new verdict.
    case .review where waiting.missing.isEmpty, .approved where waiting.missing.isEmpty:
      let how = packet.carried.map { ": \($0.sentence)" } ?? ""
      return errand(.land, Errand.approved + how, ["merge \(id)"])
    case .review, .approved:
      return waiting.isMine
        ? errand(
          .judge, waiting.reason, ["diff \(id)", "verdict \(id) approve --merge"],
          owning: waiting.owns)
        : errand(.othersJudge, waiting.reason, ["show \(id)"])
    case .failed:
      return errand(
        .failed, Self.failure(packet), ["show \(id)"], last: place.command("retry", packet))
    case .waiting:
      switch packet.pause?.reason {
      case .question:
        return errand(.answer, "asks: \(packet.question ?? "")", ["answer \(id) TEXT"])
      // Its lane waits for the moment, and goes on by itself.
      case .limit where place.isHeld || !place.wasOurs: return nil
      case .held, .limit, nil:
        return errand(
          .held, packet.reasonToWait ?? "held", [], last: place.command("resume", packet))
      }
    case .running where packet.isAdopted:
      return errand(
        .mend, "\(packet.whyToMend); \(packet.placeToMend(in: governed.repository))",
        ["show \(id)", "gate \(id)"])
    case .running:
      guard let pending = packet.pending, pending.reason == .revise else { return nil }
      return errand(.resume, "is to be revised", [], last: place.command("resume", packet))
    default: return nil
    }
  }

  /// Whether its lane has written on since: one that ends does so between two of our looks.
  private func moved(_ packet: Packet) -> Bool {
    let present = try? governed.storyOfPacket(packet.id)
    return present?.state != packet.state || present?.log.count != packet.log.count
  }

  private static func failure(_ packet: Packet) -> String {
    let last = packet.log.last { $0.kind == .failed && $0.ignored == nil }
    return last?.summary ?? "failed"
  }

  /// Such as `1 operator, 2 reviewers`.
  static func list(_ missing: [Role: Int]) -> String {
    Role.allCases.compactMap { role in
      missing[role].map { counted($0, role.rawValue) }
    }.joined(separator: ", ")
  }
}
