import Git
import Lanes
import Model
import Store
import Trust

/// What came of one look at whether a packet can land, and of landing it where it could.
enum LandingRound {
  case landed(LandingReport)
  /// Gates have to run first; nobody else is kept from landing or sharing meanwhile.
  case gates(GatesToRun)
  /// Something moved since it was looked at; in the remote's words, where it had any.
  case outrun(Problem?)
}

/// An approved packet whose branch has left the base that was judged.
struct GatesToRun {
  let packet: Packet
  let base: ObjectID
  /// The paths in which it cannot be merged any more, which is written down as well.
  let conflict: [String]
}

/// How a landing gets on that begins again where others were first: each time may run the gates.
struct LandingTries {
  /// The remote, or the branch here.
  let place: String
  private(set) var lost = 0
  /// Whether gates have run, so that what is looked at next was looked at before.
  private(set) var hasGated = false
  /// Why the last push was refused, where the remote said so.
  private var refusal: Problem?

  init(at place: String) { self.place = place }

  /// Throws where the gates have run in vain too often.
  mutating func gate(_ packet: ObjectID) throws {
    if hasGated { try lose(packet, nil) }
    hasGated = true
  }

  /// Throws where others were first too often.
  mutating func lose(_ packet: ObjectID, _ refusal: Problem?) throws {
    lost += 1
    hasGated = false
    self.refusal = refusal
    guard lost >= LandingMeeting.attempts else { return }
    throw self.refusal
      ?? Problem(
        .stale,
        "packet \(packet.short) did not land on \(place): others were first "
          + "\(LandingMeeting.attempts) times",
        hint: "nothing is lost, and its approvals stand: git o8 merge \(packet.short)")
  }

  /// What is told of beginning again.
  var sentence: String {
    "others were first on \(place): trying again, \(lost + 1) of \(LandingMeeting.attempts)"
  }
}

extension Workspace {
  /// Lands a packet on a remote's branch, and then on the one here; where there is none, on the
  /// one here. Ends behind the step `last`, as a process does that dies there.
  ///
  /// Where somebody else is first, it begins again with what is there then, so many times.
  func merge(
    _ id: ObjectID, on remote: (any SharedRemote)?, asking: Asking,
    tell: @escaping @Sendable (LaneProgress) -> Void, through last: LandingStep
  ) async throws -> LandingReport {
    var tries = LandingTries(at: remote?.name ?? "its branch")
    while true {
      let round = try await round(id, on: remote, tries, tell: tell, through: last)
      if case .landed(let report) = round { return report }
      tries = try await prepare(tries, of: id, after: round, asking: asking, tell: tell)
    }
  }

  /// What has to happen before a packet is looked at again.
  private func prepare(
    _ before: LandingTries, of id: ObjectID, after round: LandingRound, asking: Asking,
    tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws -> LandingTries {
    var tries = before
    switch round {
    case .landed: break
    case .gates(let wanted):
      try tries.gate(id)
      if tries.lost > before.lost { tell(.step(tries.sentence)) }
      try await run(wanted, asking: asking, tell: tell)
    case .outrun(let refusal):
      try tries.lose(id, refusal)
      tell(.step(tries.sentence))
      try await Syncing.pause(after: tries.lost - 1)
    }
    return tries
  }

  private func run(
    _ wanted: GatesToRun, asking: Asking, tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws {
    let packet = try await reintegrate(
      wanted.packet, on: wanted.base, in: governed(), asking: asking, tell: tell)
    if !wanted.conflict.isEmpty { throw conflict(of: packet, wanted.conflict) }
  }

  private func round(
    _ id: ObjectID, on remote: (any SharedRemote)?, _ tries: LandingTries,
    tell: @escaping @Sendable (LaneProgress) -> Void, through last: LandingStep
  ) async throws -> LandingRound {
    guard let remote else {
      return try await landing { governed in
        try await land(id, in: governed, nil, tries, through: last)
      }
    }
    return try await underLandingLocks(for: .landing) {
      try await round(id, on: remote, tries, tell: tell, through: last)
    }
  }

  /// Under the locks of sync and of landing.
  private func round(
    _ id: ObjectID, on remote: any SharedRemote, _ tries: LandingTries,
    tell: @escaping @Sendable (LaneProgress) -> Void, through last: LandingStep
  ) async throws -> LandingRound {
    try await completeElsewhere(than: remote.name)
    let meeting = try await LandingMeeting(with: remote, in: governed(), self)
    // Another meeting would not say it again.
    for need in meeting.policyNeeds { tell(.step(need)) }
    if case .completed(let report)? = meeting.completion, report.packet == id {
      return .landed(report)
    }
    let setback: LandingSetback
    do {
      return try await land(id, in: meeting.governed, meeting, tries, through: last)
    } catch let caught as LandingSetback { setback = caught }
    return try await round(id, on: remote, tries, after: setback)
  }

  private func round(
    _ id: ObjectID, on remote: any SharedRemote, _ tries: LandingTries,
    after setback: LandingSetback
  ) async throws -> LandingRound {
    do {
      let look = try await lookAgain(at: remote, of: id, after: setback)
      return look.landed.map { .landed($0) } ?? .outrun(setback.problem)
    } catch var problem as Problem where tries.hasGated {
      // As long as nobody knows whether it landed, that comes first.
      guard try governed().store.landingIntent() == nil else { throw problem }
      problem.message +=
        "\nits gates ran on \(remote.name)'s branch as it is now, and its "
        + "approvals reach that far: git o8 merge \(id.short) needs no new one"
      throw problem
    }
  }

  private func land(
    _ id: ObjectID, in governed: GovernedRepository, _ meeting: LandingMeeting?,
    _ tries: LandingTries, through last: LandingStep
  ) async throws -> LandingRound {
    let outlook = LandingOutlook(
      workspace: self, governed: governed, present: meeting?.branchesThere)
    let packet = try outlook.candidate(id)
    switch try await outlook.prospect(of: packet) {
    case .admitted(let plan): return try await carryOut(plan, in: governed, meeting, through: last)
    case .ungated(let sketch):
      return .gates(GatesToRun(packet: packet, base: sketch.ground.value, conflict: []))
    case .refused(let reasons, let remedy):
      guard remedy.isWorthGating(packet), !reasons.contains(where: \.asksForRebase) else {
        throw tries.hasGated
          ? try renewal(of: packet, reasons, in: governed)
          : try refusal(of: packet, reasons, in: governed)
      }
      return .gates(
        GatesToRun(packet: packet, base: try outlook.ground(of: packet).value, conflict: []))
    case .conflict(let paths):
      guard packet.state == .approved else { throw conflict(of: packet, paths) }
      return .gates(
        GatesToRun(packet: packet, base: try outlook.ground(of: packet).value, conflict: paths))
    }
  }

  private func carryOut(
    _ plan: LandingPlan, in governed: GovernedRepository, _ meeting: LandingMeeting?,
    through last: LandingStep
  ) async throws -> LandingRound {
    var run = try LandingRun(plan, in: governed, self)
    run.meeting = meeting
    run.report.remarks += meeting?.remarks ?? []
    let steps = plan.isOnBranch ? LandingRun.recording : LandingStep.allCases
    try await run.run(steps.filter { $0 <= last })
    return .landed(run.report)
  }
}
