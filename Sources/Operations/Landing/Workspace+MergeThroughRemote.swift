import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// The remote on whose branches packets land, to be met; nil where they land here.
  func landRemote(asking: Asking) async throws -> GitRemote? {
    let repository = try Repository(location)
    guard try LandRemote.name(in: repository) != nil else { return nil }
    let name = try await RemoteChoice(GovernedRepository(repository), location).landRemote()
    return name.map { remote(named: $0, asking: asking) }
  }

  func remote(named name: String, asking: Asking) -> GitRemote {
    GitRemote(name: name, timeoutSeconds: asking == .nobody ? GitRemote.timeoutSeconds : nil)
  }

  /// Lands a packet on a remote's branch, and then on the one here; ends behind the step `last`,
  /// as a process does that dies there.
  ///
  /// Where somebody else is first, it begins again with what the remote has then, so many times.
  func merge(
    _ id: ObjectID, on remote: any SharedRemote, asking: Asking,
    tell: @escaping @Sendable (LaneProgress) -> Void, through last: LandingStep
  ) async throws -> LandingReport {
    try await underLandingLocks {
      try await completeElsewhere(than: remote.name)
      var meeting = try await LandingMeeting(with: remote, in: governed(), self)
      if case .completed(let report)? = meeting.completion, report.packet == id { return report }
      var refusal: Problem?
      for attempt in 0..<LandingMeeting.attempts {
        do {
          return try await land(id, meeting, asking: asking, tell: tell, through: last)
        } catch let setback as LandingSetback {
          let look = try await lookAgain(at: remote, of: id, after: setback)
          if let landed = look.landed { return landed }
          (meeting, refusal) = (look.meeting, setback.problem)
        }
        try await meeting.pause(after: attempt)
      }
      throw refusal
        ?? Problem(
          .stale,
          "packet \(id.short) did not land on \(remote.name): others were first "
            + "\(LandingMeeting.attempts) times",
          hint: "nothing is lost: git o8 merge \(id.short)")
    }
  }

  private func land(
    _ id: ObjectID, _ meeting: LandingMeeting, asking: Asking,
    tell: @escaping @Sendable (LaneProgress) -> Void, through last: LandingStep
  ) async throws -> LandingReport {
    let governed = meeting.governed
    let outlook = LandingOutlook(
      workspace: self, governed: governed, present: meeting.branchesThere)
    var packet = try outlook.candidate(id)
    let plan = try await plan(&packet, outlook, asking: asking, tell: tell)
    var run = try LandingRun(plan, in: governed, self)
    run.meeting = meeting
    run.report.remarks += meeting.remarks
    try await run.run(through: last)
    return run.report
  }

  /// What became of a landing whose push did not come about: the remote has the last word, not a
  /// line that was cut. Throws where it is no use to try again.
  func lookAgain(
    at remote: any SharedRemote, of packet: ObjectID, after setback: LandingSetback
  ) async throws -> (meeting: LandingMeeting, landed: LandingReport?) {
    let meeting: LandingMeeting
    do {
      meeting = try await LandingMeeting(with: remote, in: governed(), self)
    } catch {
      var problem = Problem(error)
      if let first = setback.problem { problem.message = first.message }
      problem.message += "\nwhether packet \(packet.short) landed there is not known"
      problem.hint = "git o8 reconcile finds out when \(remote.name) can be reached"
      throw problem
    }
    if case .completed(let report)? = meeting.completion { return (meeting, report) }
    if case .failed(let problem, let moves) = setback {
      guard try problem.kind == .refused && meeting.wasLate(moves) else { throw problem }
    }
    return (meeting, nil)
  }

  /// A landing that was cut here, or on its way to another remote.
  func completeElsewhere(than remote: String) async throws {
    guard try governed().store.landingIntent()?.remote != remote else { return }
    let completion = try await completeLanding(in: governed())
    if case .refused(_, let problem)? = completion, try governed().store.landingIntent() != nil {
      throw problem
    }
  }
}
