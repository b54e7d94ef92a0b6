import Git
import Lanes
import Model
import Trust

extension Judge {
  /// The packet as it stands on its branch: approved where approvals on an earlier base carry to
  /// what it presents, in review where its branch heeds them no more or where the rule would not
  /// let it land, as its landing would find. Every view asks here.
  ///
  /// It is the rule that decides, and only a packet that is approved, or was with the same head,
  /// is worth asking it about. What cannot be read carries nothing, and stands in no way.
  func standing(_ packet: Packet) -> Packet {
    let packet = heeded(packet)
    if packet.state == .approved { return (try? asItWouldLand(packet)) ?? packet }
    guard let carried = try? carriedApproval(of: packet) else { return packet }
    return packet.carrying(carried)
  }

  private func carriedApproval(of packet: Packet) throws -> CarriedApproval? {
    guard packet.state == .review, packet.work.onto == nil, let presented = packet.presented
    else { return nil }
    if let landed = try pendingClaim(of: packet) {
      return CarriedApproval(from: landed.base, by: landed.verdicts)
    }
    let earlier = packet.earlierApprovals
    guard let latest = earlier.last?.verdict, let prev = try ground(of: packet.branch),
      case .landing(let landing) = try foresight(of: presented, on: packet.branch, onto: prev)
    else { return nil }
    let ruling = try ruling(on: landing, of: packet.id)
    switch ruling {
    case .admitted(let admitted):
      return CarriedApproval(from: admitted.proposal.base, by: admitted.verdicts)
    case .forced: return nil
    case .refused:
      // On the base that was judged last, gates that are missing are no matter of a landing.
      let gates = prev == presented.base ? [] : ruling.gatesLacked
      guard !gates.isEmpty else { return nil }
      return CarriedApproval(
        from: latest.base, by: earlier.filter { $0.verdict.base == latest.base }.map(\.id),
        lacking: gates)
    }
  }

  /// A packet that its events have approved: whether its approvals reach its branch as that is
  /// now, by the policy in force there. What has landed, or claims to, is beyond that.
  private func asItWouldLand(_ packet: Packet) throws -> Packet {
    guard packet.closing == nil, packet.work.onto == nil, let presented = packet.presented
    else { return packet }
    if let obstacle = try obstacleOnGround(of: packet) {
      return packet.held(by: obstacle, voiding: [:])
    }
    // What is on the branch already is only to be written down.
    guard let prev = try ground(of: packet.branch),
      try !repository.isAncestor(presented.head, of: prev)
    else { return packet }
    switch try foresight(of: presented, on: packet.branch, onto: prev) {
    case .obstacle(let obstacle):
      return try packet.held(by: obstacle) { try commandsRebasing(packet) }
    case .landing(let landing):
      let ruling = try ruling(on: landing, of: packet.id)
      switch ruling {
      case .forced: return packet
      case .admitted(let admitted):
        guard admitted.carried else { return packet }
        return packet.carrying(
          CarriedApproval(from: admitted.proposal.base, by: admitted.verdicts))
      case .refused(let reasons):
        let gates = prev == presented.base ? [] : ruling.gatesLacked
        guard gates.isEmpty else {
          return packet.carrying(
            CarriedApproval(
              from: presented.base, by: packet.countingApprovals.map(\.id), lacking: gates))
        }
        return try packet.held(by: reasons) { try commandsRebasing(packet) }
      }
    }
  }

  /// The branch is not here, or cannot follow the remote's on which packets land.
  private func obstacleOnGround(of packet: Packet) throws -> LandingObstacle? {
    do {
      _ = try LandingGround(of: packet.branch, self, then: "git o8 merge \(packet.id.short)")
      return nil
    } catch let problem as Problem {
      let missing = try commandsMaking(packet.branch)
      let commands =
        try missing.isEmpty ? [outrun(packet.branch)?.command].compactMap { $0 } : missing
      let hint = commands.isEmpty ? problem.hint.map { [$0] } ?? [] : []
      return LandingObstacle(.branch, because: [problem.message] + hint, then: commands)
    }
  }

  private enum Foresight {
    case landing(ForeseenLanding)
    /// Nobody need ask the rule.
    case obstacle(ForeseenObstacle)
  }

  private func foresight(
    of presented: Presented, on branch: ReferenceName, onto prev: ObjectID
  ) throws -> Foresight {
    let accepted = try policyInForce(on: branch, at: prev)?.policy.landing ?? [.merge]
    let form = try LandingForm.chosen(
      from: accepted, head: presented.head, onto: prev, in: repository)
    guard let form else {
      return .obstacle(.onlyForward(branch, head: presented.head, prev: prev))
    }
    let landing = try ForeseenLanding(
      of: presented, on: branch, onto: prev, as: form, in: repository)
    return landing.map(Foresight.landing) ?? .obstacle(.touchedSince(branch, presented.base))
  }
}

/// Why no landing can even be foreseen.
enum ForeseenObstacle {
  /// Policy lets the branch only be fast-forwarded, and the head does not build on its value.
  case onlyForward(ReferenceName, head: ObjectID, prev: ObjectID)
  /// The branch has changed what the packet changes since the base that was judged.
  case touchedSince(ReferenceName, ObjectID)

  var sentence: String {
    switch self {
    case .onlyForward(let branch, let head, let prev):
      "policy lets \(branch.short) only be fast-forwarded, and \(head.short) does not build on "
        + prev.short
    case .touchedSince(let branch, let base):
      "\(branch.short) has changed the same paths since \(base.short), so that its approval there "
        + "does not carry"
    }
  }
}

extension Packet {
  fileprivate var countingApprovals: [JudgedVerdict] {
    verdicts.filter { $0.isValid && $0.verdict.decision == .approve }
  }

  /// - Parameter rebasing: what gives it another head, found where that is what helps.
  fileprivate func held(
    by foreseen: ForeseenObstacle, rebasing: () throws -> [String]
  ) rethrows -> Packet {
    switch foreseen {
    case .onlyForward: try held(.rebase, [foreseen.sentence], rebasing)
    case .touchedSince: try held(.approvalThere, [foreseen.sentence], rebasing)
    }
  }

  /// With what the rule says.
  fileprivate func held(by reasons: [Reason], rebasing: () throws -> [String]) rethrows -> Packet {
    let remedy = LandingObstacle.Remedy(reasons)
    // What another base makes of gates and seats is found out there.
    let told = remedy == .approvalThere ? reasons.filter(\.isOfCarrying) : reasons
    guard remedy == .approval else { return try held(remedy, told.map { "\($0)" }, rebasing) }
    var causes: [PrincipalName: String] = [:]
    for case .voided(let principal, let cause) in reasons { causes[principal] = "\(cause)" }
    let void = countingApprovals.compactMap { judged in
      causes[judged.principal].map { (judged.id, $0) }
    }
    return held(
      by: LandingObstacle(
        remedy, because: reasons.map { "\($0)" }, then: try commands(for: remedy, rebasing)),
      voiding: Dictionary(void) { first, _ in first })
  }

  private func held(
    _ remedy: LandingObstacle.Remedy, _ reasons: [String], _ rebasing: () throws -> [String]
  ) rethrows -> Packet {
    let why = reasons.joined(separator: "; ")
    let void = remedy == .gates ? [] : countingApprovals
    return held(
      by: LandingObstacle(remedy, because: reasons, then: try commands(for: remedy, rebasing)),
      voiding: Dictionary(void.map { ($0.id, why) }) { first, _ in first })
  }

  private func commands(
    for remedy: LandingObstacle.Remedy, _ rebasing: () throws -> [String]
  ) rethrows -> [String] {
    let approve = "git o8 verdict \(id.short) approve --merge"
    return switch remedy {
    case .branch: []
    case .rebase: try rebasing() + [approve]
    case .gates: ["git o8 gate \(id.short)"]
    case .approval: [approve]
    case .approvalThere: ["git o8 gate \(id.short)", approve]
    }
  }
}

extension Reason {
  fileprivate var isOfCarrying: Bool {
    if case .cannotCarry = self { true } else { false }
  }
}

extension LandingObstacle.Remedy {
  /// What takes all of them away.
  fileprivate init(_ reasons: [Reason]) {
    var (carries, isOld, lacksGates) = (true, false, true)
    for reason in reasons {
      switch reason {
      case .cannotCarry: carries = false
      case .formNotAccepted, .broughtRewound, .broughtLanded, .unreadable: isOld = true
      case .gateMissing, .gateRed, .treeDiffers: continue
      default: break
      }
      lacksGates = false
    }
    self = isOld ? .rebase : !carries ? .approvalThere : lacksGates ? .gates : .approval
  }
}
