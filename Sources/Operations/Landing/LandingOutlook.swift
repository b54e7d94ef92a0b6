import Git
import Lanes
import Model
import Store
import Trust

/// Finds out whether a packet can land now, and by which commit. Moves nothing.
struct LandingOutlook {
  let workspace: Workspace
  let governed: GovernedRepository
  /// The branches that a remote was seen to have just now; nil where nobody has asked it.
  var present: Set<ReferenceName>?

  private var repository: Repository { governed.repository }

  /// The packet, where it is one that could land; throws the reason where not.
  func candidate(_ id: ObjectID) throws -> Packet {
    let judge = Judge(governed)
    guard let packet = try judge.packet(id).map(judge.heeded) else { throw NotAPacket(id: id) }
    if let landing = try judge.pendingLanding(of: packet) {
      throw Problem(
        .stale, "packet \(id.short): \(landing.sentence)",
        hint: "\(landing.command) makes it final")
    }
    switch packet.closing?.claim {
    case .landed(let commit, .confirmed):
      throw Problem(
        .stale, "packet \(id.short) has landed already, as \(commit.short)",
        hint: "git o8 show \(id.short)")
    case .landed, .rejected, .cancelled, .reported, nil: break
    }
    guard packet.state.isOpen else {
      throw Refusal(.closed, "packet \(id.short) is \(packet.state.rawValue)")
    }
    guard packet.state != .gating else { throw ungated(packet) }
    guard packet.state == .approved || packet.state == .review else {
      throw Problem(
        .refused, "packet \(id.short) is \(packet.state.rawValue), and only what is approved lands",
        hint: "git o8 show \(id.short) says what it waits for")
    }
    try packet.refuseNewCommits(in: repository)
    return packet
  }

  /// Gates that were cut short may be those of a landing, whose verdicts are none the worse.
  private func ungated(_ packet: Packet) -> Problem {
    let id = packet.id.short
    let next =
      workspace.place(of: packet.id).isHeld ? "git o8 wait \(id)" : "git o8 gate \(id) runs them"
    let wasApproved = packet.verdicts.contains { $0.verdict.decision == .approve }
    return Problem(
      .refused, "packet \(id) is at its gates, which have not said yet what they find",
      hint: next + (wasApproved ? ", then: git o8 merge \(id)" : ""))
  }

  func prospect(of packet: Packet) async throws -> LandingProspect {
    if try packet.work.onto != nil || isOnBranch(packet) {
      return .admitted(try workspace.planOfRecording(packet, in: governed))
    }
    guard let presented = packet.presented,
      let tip = try repository.target(of: Layout.packet(packet.id))
    else { throw NotAPacket(id: packet.id) }
    let ground = try ground(of: packet)
    let prev = ground.value
    var tree = presented.tree
    if presented.base != prev {
      switch try await governed.location.merge(prev, presented.head) {
      case .clean(let merged): tree = merged
      case .conflict(let conflict): return .conflict(conflict.paths)
      }
    }
    let judge = Judge(governed)
    let form = try form(judge, packet, head: presented.head, onto: prev)
    let commit = try await LandingCommit(
      form, of: packet.id, titled: packet.title, onto: prev, head: presented.head, tree: tree
    ).write(by: committer(), in: repository)
    let checkouts = try await clearCheckouts(of: packet, from: ground.here, to: commit)
    let ruling = try judge.ruling(
      on: packet.branch, from: prev, to: commit, present: prev, now: workspace.now())
    switch ruling {
    case .admitted(let steps):
      guard case .admitted(let admitted)? = steps.last?.ruling, admitted.packet == packet.id else {
        throw Problem(
          .refused, "\(commit.short) would not land packet \(packet.id.short) but another",
          hint: "git o8 show \(packet.id.short)")
      }
      let intent = intent(
        of: packet, on: ground, commit: commit, admitted, tip: tip, checkouts: checkouts)
      return .admitted(
        LandingPlan(
          packet: packet, intent: intent, form: form, isCarried: admitted.carried,
          remarks: admitted.remarks))
    case .refused(_, let reasons):
      guard presented.base != prev else { return .refused(reasons, .none) }
      let gates = try judge.gatesLacked(
        by: packet.id, on: packet.branch, from: prev, to: commit, now: workspace.now())
      guard !gates.isEmpty else { return .refused(reasons, .newApproval) }
      return .ungated(
        LandingSketch(
          packet: packet, ground: ground, commit: commit, form: form, checkouts: checkouts,
          gates: gates))
    case .rewound: return .refused([], .none)
    }
  }

  /// Whether a landing of the packet's that counts for nothing is on its branch all the same: the
  /// policy that let it in was set aside, and a new approval may cover it where it is.
  private func isOnBranch(_ packet: Packet) throws -> Bool {
    let judge = Judge(governed)
    let claims = try governed.store.ledgerIndex().records(ofPacket: packet.id)
      .compactMap { try governed.landing($0.id) }.filter { $0.branch == packet.branch }
    guard !claims.isEmpty, let ground = try judge.ground(of: packet.branch) else { return false }
    return claims.contains { judge.isEarlier($0.commit, than: ground) }
  }

  /// What it would land on.
  func ground(of packet: Packet) throws -> LandingGround {
    try LandingGround(
      of: packet.branch, Judge(governed), present: present,
      then: "git o8 merge \(packet.id.short)")
  }

  private func form(
    _ judge: Judge, _ packet: Packet, head: ObjectID, onto prev: ObjectID
  ) throws -> LandingForm {
    let accepted = try judge.policyInForce(on: packet.branch, at: prev)?.policy.landing
    let form = try LandingForm.chosen(
      from: accepted ?? [.merge], head: head, onto: prev, in: repository)
    if let form { return form }
    throw Problem(
      .refused,
      "policy lets \(packet.branch.short) only be fast-forwarded, and \(head.short) does not "
        + "build on \(prev.short)",
      hint: try judge.commandsRebasing(packet).joined(separator: ", then: "))
  }

  private func committer() async throws -> Signature {
    let actor = try governed.actor(environment: workspace.environment)
    let known = try await governed.location.committer()
    return Signature(
      name: known?.name ?? actor.name.text, email: known?.email ?? actor.name.text,
      seconds: workspace.now().seconds, zone: known?.zone ?? "+0000")
  }

  private func intent(
    of packet: Packet, on ground: LandingGround, commit: ObjectID, _ admitted: Admitted,
    tip: ObjectID, checkouts: [Checkout]
  ) -> LandingIntent {
    let proposal = admitted.proposal
    let landed = Landed(
      branch: packet.branch, prev: ground.value, commit: commit, base: proposal.base,
      head: proposal.head, tree: proposal.tree, verdicts: admitted.verdicts,
      gates: admitted.gates, isByReviewersAlone: admitted.isByReviewersAlone)
    var intent = LandingIntent(
      packet: packet.id, landed: landed, tip: tip, checkouts: checkouts.map(\.path),
      locks: StaleLocks.named(by: packet.branch, checkouts, in: governed.location))
    if let upstream = ground.upstream {
      (intent.remote, intent.here) = (upstream.remote, ground.here)
    }
    return intent
  }

  /// The work trees that have to follow; throws, with nothing moved, where one cannot.
  private func clearCheckouts(
    of packet: Packet, from prev: ObjectID, to commit: ObjectID
  ) async throws -> [Checkout] {
    if let busy = try await Checkout.rebasing(packet.branch, in: governed.location).first {
      throw Problem(
        .stale, "a rebase of \(packet.branch.short) is under way in \(busy.path)",
        hint: "finish it there, or git -C \(busy.path) rebase --abort, then repeat the command")
    }
    let checkouts = try await Checkout.all(of: packet.branch, in: governed.location)
    for checkout in checkouts {
      if let obstacle = try await checkout.obstacle(from: prev, to: commit) {
        throw Problem(
          obstacle, in: checkout.path, of: packet.branch, then: "git o8 merge \(packet.id.short)")
      }
    }
    return checkouts
  }
}

extension Problem {
  /// More paths than this only hide the message.
  private static let pathLimit = 20

  /// `command` is what goes on when the obstacle is gone.
  init(
    _ obstacle: CheckoutObstacle, in path: String, of branch: ReferenceName, then command: String
  ) {
    switch obstacle {
    case .changed(let paths):
      self.init(
        .refused, "\(branch.short) is checked out in \(path) with changes:\n" + Self.list(paths),
        hint: "commit or stash them, then: \(command)")
    case .inTheWay(let paths):
      self.init(
        .refused,
        "\(branch.short) is checked out in \(path), where these would be overwritten:\n"
          + Self.list(paths),
        hint: "move them away, then: \(command)")
    case .busy(let what):
      self.init(
        .stale, "\(branch.short) is checked out in \(path): \(what)",
        hint: "finish it there, then: \(command)")
    }
  }

  static func list(_ paths: [String]) -> String {
    var lines = paths.prefix(pathLimit).map { SafeText.escaped($0, breaks: .escaped) }
    if paths.count > pathLimit { lines.append("and \(paths.count - pathLimit) more") }
    return lines.joined(separator: "\n")
  }
}
