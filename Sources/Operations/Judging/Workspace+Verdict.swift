import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// What would be signed, and what it is about. Writes nothing.
  public func docket(for request: VerdictRequest) throws -> Docket {
    try request.check()
    let governed = try governed()
    let judge = Judge(governed)
    let id = try PacketNaming(governed: governed).packet(named: request.packet)
    guard let packet = try judge.packet(id).map(judge.heeded) else { throw NotAPacket(id: id) }
    if let landing = try judge.pendingLanding(of: packet), landing.isHere {
      throw landing.refusal(
        request.decision == .approve ? .stale : .refused, to: request.decision.rawValue)
    }
    let presented = try presented(by: packet, for: request, in: governed)
    let actor = try judging(in: governed)
    guard let inForce = try judge.policyInForce(on: packet.branch, at: presented.base),
      let epoch = try judge.epoch(of: packet.branch, at: presented.base)
    else { throw notAdopted(packet.branch) }
    let files = try governed.repository.changes(from: presented.base, to: presented.tree)
    let paths = files.map(\.path)
    let choice = SeatChoice(
      policy: inForce.policy, held: actor.principal?.roles ?? [],
      missing: governed.missingApprovals(
        of: packet, from: presented.base, to: presented.tree, under: inForce.policy
      ).seats)
    guard let role = request.role ?? choice.role else {
      throw Problem(
        .refused, "\(actor.name) holds no role that judges",
        hint: "an owner gives roles: git o8 policy edit")
    }
    let verdict = Verdict(
      branch: packet.branch, base: presented.base, head: presented.head, tree: presented.tree,
      decision: request.decision, role: role, findings: request.findings,
      summary: request.summary, policy: inForce.id, epoch: epoch,
      authors: packet.workers.sorted(),
      gitlinks: StaticReview.gitlinks(in: files.map(\.changedFile)),
      sensitive: Self.sensitive(paths, in: [inForce.policy, governed.policy]))
    try Self.check(verdict, on: packet, by: actor, at: now(), under: governed.policy)
    let present = try judge.ground(of: packet.branch)
    let flagged = Self.flagged(files, as: packet.presented, under: inForce.policy)
    return Docket(
      packet: id, title: packet.title, verdict: verdict, author: actor.name,
      changes: files.map(\.docketChange), flagged: flagged,
      branchMovedTo: present == presented.base ? nil : present,
      warnings: [governed.policy.expiryWarning(at: now())].compactMap { $0 },
      points: packet.points)
  }

  /// Signs what the docket shows, and does what follows from it.
  public func sign(_ docket: Docket, asking: Asking = .nobody) async throws -> Judgement {
    let governed = try governed()
    let actor = try judging(in: governed)
    if let standing = try standing(docket, in: governed, by: actor) { return standing }
    let stamp = Stamp(actor, at: now(), isSigned: true, asking: asking.prompt)
    let (judged, events) = try await governed.carryOut(
      .judge(docket.verdict), on: docket.packet, stamp: stamp)
    let packet = Judge(governed).heeded(judged)
    var closing: ClosingReport?
    if packet.state == .rejected {
      closing = try await PacketClosing(workspace: self, governed: governed)
        .close(packet, by: actor, asking: asking)
    }
    // The findings are the prompt of the next attempt.
    if packet.state == .running, packet.awaitsLane {
      _ = try LaneEntrance(workspace: self).start(packet)
    }
    return judgement(
      of: packet, on: docket, by: events.last ?? docket.packet, closing, in: governed)
  }

  private func judgement(
    of packet: Packet, on docket: Docket, by event: ObjectID, _ closing: ClosingReport? = nil,
    in governed: GovernedRepository
  ) -> Judgement {
    let missing = governed.missingApprovals(
      of: packet, from: docket.verdict.base, to: docket.verdict.tree, under: governed.policy)
    return Judgement(
      docket: docket, event: event, state: packet.state, missing: missing.seats,
      owners: missing.isOwnersTurn ? missing.owners : [], closing: closing,
      next: Judge(governed).standing(packet).obstacle.map(\.next)
        ?? packet.nextAfterVerdict(missing: missing, in: governed.repository))
  }

  /// The judgement where the very same approval stands already: a second would say nothing new.
  private func standing(
    _ docket: Docket, in governed: GovernedRepository, by actor: Actor
  ) throws -> Judgement? {
    guard docket.verdict.decision == .approve,
      let packet = try Judge(governed).packet(docket.packet),
      let same = packet.verdicts.last(where: {
        $0.principal == actor.name && $0.verdict.role == docket.verdict.role
      }), same.isValid, same.verdict.covers(docket.verdict)
    else { return nil }
    var judgement = judgement(of: packet, on: docket, by: same.id, in: governed)
    judgement.isRepeated = true
    return judgement
  }

  /// Who signs here; throws where nobody can.
  private func judging(in governed: GovernedRepository) throws -> Actor {
    let actor = try governed.actor(environment: environment)
    if let problem = actor.problem { throw problem }
    guard actor.principal != nil else {
      throw Problem(
        .refused, "policy knows no principal with this clone's key",
        hint: "an owner adds it: git o8 policy add")
    }
    return actor
  }

  private func presented(
    by packet: Packet, for request: VerdictRequest, in governed: GovernedRepository
  ) throws -> Presented {
    guard packet.state.isOpen else {
      throw Refusal(.closed, "packet \(packet.id.short) is \(packet.state.rawValue)")
    }
    if request.decision != .reject { try refuseDuringAttempt(packet) }
    let red = request.decision == .reject ? try red(packet, in: governed) : nil
    guard let presented = packet.presented ?? red else {
      throw Refusal(
        .state,
        "packet \(packet.id.short) is \(packet.state.rawValue): nothing lies before the reviewers",
        hint: request.decision == .reject
          ? "git o8 cancel \(packet.id.short) ends it without a verdict"
          : "git o8 show \(packet.id.short)")
    }
    if let expected = request.expectedHead, !presented.head.hex.hasPrefix(expected) {
      throw Problem(
        .stale,
        "packet \(packet.id.short) presents \(presented.head.short), not \(expected.prefix(7))",
        hint: "git o8 diff \(packet.id.short) shows what lies there now")
    }
    if request.decision == .approve { try packet.refuseNewCommits(in: governed.repository) }
    return presented
  }

  /// What its next attempt makes is what is to be judged: a verdict on what that began with
  /// would count for nothing.
  private func refuseDuringAttempt(_ packet: Packet) throws(Refusal) {
    guard packet.state == .running, packet.presented != nil, !packet.isAdopted else { return }
    let (id, isHeld) = (packet.id.short, place(of: packet.id).isHeld)
    throw Refusal(
      .state,
      "packet \(id) was sent back, and its next attempt is "
        + (isHeld ? "under way" : "still to come"),
      hint: (isHeld
        ? "git o8 wait \(id), then judge what it made; git o8 interrupt \(id) holds it"
        : "\(command("resume", packet)) starts it") + ", git o8 verdict \(id) reject ends it")
  }

  /// The red result of a packet that nobody works on.
  private func red(
    _ packet: Packet, in governed: GovernedRepository
  ) throws -> Presented? {
    guard let value = try Judge(governed).ground(of: packet.branch),
      let red = packet.red(on: value)
    else { return nil }
    guard !place(of: packet.id).isHeld else {
      throw Problem(
        .refused, "a lane is at work on packet \(packet.id.short)",
        hint: "git o8 interrupt \(packet.id.short) first; or git o8 cancel \(packet.id.short)")
    }
    return red
  }

  private func notAdopted(_ branch: ReferenceName) -> Problem {
    Problem(
      .refused, "no owner has adopted \(branch.short), so nothing can land on it",
      hint: Unadopted.remedy)
  }

  /// Sensitive by the policy that will judge the step or by one that may: listing more is no harm.
  private static func sensitive(_ paths: [String], in policies: [Policy]) -> [String] {
    let all = policies.flatMap { $0.sensitivePaths(among: paths) }
    return Set(all).sorted()
  }

  /// What the gates' static rules had to say of it, and what the paths alone tell here: who hands
  /// work in may have left something out.
  private static func flagged(
    _ files: [PathChange], as presented: Presented?, under policy: Policy
  ) -> [Finding] {
    let said = presented?.findings ?? []
    let own = StaticReview(rules: policy.rules).findings(in: files.map(\.changedFile))
      .filter { $0.rule == .sensitive || $0.rule == .submodule }.map(\.finding)
    return said + own.filter { !said.contains($0) }
  }

  /// Refuses what would be signed in vain.
  private static func check(
    _ verdict: Verdict, on packet: Packet, by actor: Actor, at instant: Instant,
    under policy: Policy
  ) throws(Problem) {
    let expected = packet.expecting(
      .verdict(verdict), by: actor.name, signed: actor.keys, at: instant, under: policy)
    guard let why = expected.verdicts.last?.why else { return }
    throw Problem(
      .refused, "the verdict would not count: \(why)",
      hint: "git o8 show \(packet.id.short) says what is missing")
  }
}

extension Packet {
  /// What a person does next with a packet that was just judged; nil where nothing is left to do.
  fileprivate func nextAfterVerdict(
    missing: MissingApprovals, in repository: Repository
  ) -> String? {
    switch state {
    case .approved: return "git o8 merge \(id.short) lands it"
    case .review:
      let needed = missing.list
      return needed.isEmpty ? nil : "still needed: \(needed.joined(separator: ", "))"
    case .running:
      return isAdopted
        ? mending(in: repository)
        : "git o8 log \(id.short) --follow shows the next attempt"
    default: return nil
    }
  }

  /// Refuses to go on with a head that its branch has left: nobody has looked at what is there.
  func refuseNewCommits(in repository: Repository) throws {
    guard let lane, let presented, let tip = try repository.target(of: lane),
      tip != presented.head
    else { return }
    throw Problem(
      .stale,
      "\(lane.short) is at \(tip.short), and what packet \(id.short) presents is "
        + presented.head.short,
      hint: "git o8 gate \(id.short) hands in what is there now")
  }
}

extension Verdict {
  /// Whether `other` would say nothing besides: silence adds nothing to what was said.
  fileprivate func covers(_ other: Verdict) -> Bool {
    var silent = other
    if silent.summary == nil { silent.summary = summary }
    if silent.findings.isEmpty { silent.findings = findings }
    return silent == self
  }
}

extension PathChange {
  var changedFile: ChangedFile {
    ChangedFile(
      path: path, old: old.map { ChangedFile.Side(mode: $0.mode.rawValue, id: $0.id) },
      new: new.map { ChangedFile.Side(mode: $0.mode.rawValue, id: $0.id) })
  }

  var docketChange: Docket.Change {
    let kind: Docket.Change.Kind = old == nil ? .added : new == nil ? .deleted : .modified
    return Docket.Change(path: path, kind: kind)
  }
}

/// Whether a person may be asked for a passphrase.
public enum Asking: Hashable, Sendable {
  case nobody
  case personAtTerminal

  var prompt: Signer.Prompt { self == .nobody ? .never : .terminal }
}
