import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// What merging would do now. Moves nothing, and throws why it could not be.
  public func previewOfMerge(_ name: String?) async throws -> LandingReport {
    let governed = try governed()
    let id = try await packet(named: name, in: governed)
    // What was seen of a remote last is what can be said without moving anything.
    _ = try await landRemote(asking: .nobody)
    let outlook = LandingOutlook(workspace: self, governed: governed)
    let packet = try outlook.candidate(id)
    switch try await outlook.prospect(of: packet) {
    case .admitted(let plan): return try remarked(LandingReport(plan), in: governed)
    case .ungated(let sketch): return try remarked(LandingReport(sketch), in: governed)
    case .refused(let reasons, let remedy):
      var problem = try refusal(of: packet, reasons, in: governed)
      if remedy.isWorthGating(packet), !reasons.contains(where: \.asksForRebase) {
        problem.hint =
          "git o8 merge \(packet.id.short) runs its gates on the new base, and then it needs a "
          + "new approval"
      }
      throw problem
    case .conflict(let paths): throw conflict(of: packet, paths)
    }
  }

  private func remarked(
    _ preview: LandingReport, in governed: GovernedRepository
  ) throws -> LandingReport {
    var report = preview
    if let remote = report.remote {
      report.remarks.append(
        "\(remote)/\(report.branch.short) as it was seen last; git o8 sync looks again")
    }
    report.remarks += try remarks(on: report.branch, at: report.prev, in: governed)
    return report
  }

  /// What a person should know of a branch on which something lands.
  private func remarks(
    on branch: ReferenceName, at value: ObjectID, in governed: GovernedRepository
  ) throws -> [String] {
    let count = try BranchWatch(governed: governed, judge: Judge(governed))
      .uncovered(on: branch, at: value)
    let below = "\(counted(count, "step")) of \(branch.short) below this"
    return (count == 0 ? [] : ["nothing covers \(below): git o8 reconcile names the ways back"])
      + [governed.policy.expiryWarning(at: now())].compactMap { $0 }
  }

  /// Lands an approved packet on its branch; where none is named, the one in whose lane this is.
  ///
  /// Gates that have to run first `tell` how they get on.
  public func merge(
    _ name: String?, asking: Asking = .nobody,
    tell: @escaping @Sendable (LaneProgress) -> Void = { _ in }
  ) async throws -> LandingReport {
    let id = try await packet(named: name, in: try governed())
    var report = try await merge(id, asking: asking, tell: tell, through: .finish)
    report.remarks += try remarks(on: report.branch, at: report.commit, in: self.governed())
    // What was to come after this packet can start now.
    do { try startQueuedLanes() } catch {
      report.remarks.append("queued packets were not started: \(Problem(error).message)")
    }
    return report
  }

  /// The same, ending behind the step `last`, as a process does that dies there.
  func merge(
    _ id: ObjectID, asking: Asking = .nobody,
    tell: @escaping @Sendable (LaneProgress) -> Void = { _ in }, through last: LandingStep
  ) async throws -> LandingReport {
    let remote = try await landRemote(asking: asking)
    return try await merge(id, on: remote, asking: asking, tell: tell, through: last)
  }

  func refusal(
    of packet: Packet, _ reasons: [Reason], in governed: GovernedRepository
  ) throws -> Problem {
    let id = packet.id.short
    if reasons.contains(where: { if case .policyExpired = $0 { true } else { false } }) {
      return Problem(
        .refused, Self.said("packet \(id) cannot land", reasons),
        hint: "an owner signs the policy for longer: git o8 policy renew")
    }
    if let problem = try rebase(of: packet, reasons, in: governed) { return problem }
    let lacks = PacketInspection(governed: governed).missing(packet)
    if packet.state == .approved, lacks.isEmpty, reasons.contains(where: \.isOfVoidVerdict) {
      return Problem(
        .refused, Self.said("packet \(id) cannot land", reasons),
        hint: "git o8 diff \(id), then git o8 verdict \(id) approve --merge")
    }
    guard packet.state != .approved || !lacks.isEmpty else {
      return Problem(
        .refused, Self.said("packet \(id) cannot land", reasons),
        hint: "git o8 gate \(id) judges it anew")
    }
    let missing = lacks.seats.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
    let actor = try governed.actor(environment: environment)
    let waiting = WaitingApproval(
      packet, for: actor.name, holding: actor.principal?.roles ?? [], in: governed)
    let unheard = reasons.filter { if case .noVerdict = $0 { missing.isEmpty } else { true } }
    return Problem(
      .refused,
      Self.said(
        "packet \(id) is not approved" + (missing.isEmpty ? "" : "; still needed: \(missing)"),
        unheard),
      hint: waiting.hint(id))
  }

  /// That only another head can land; nil where the reasons leave it at this one.
  private func rebase(
    of packet: Packet, _ reasons: [Reason], in governed: GovernedRepository
  ) throws -> Problem? {
    guard reasons.contains(where: \.asksForRebase) else { return nil }
    let commands = try Judge(governed).commandsRebasing(packet)
    return Problem(
      .refused,
      Self.said("packet \(packet.id.short) cannot land", reasons.filter(\.asksForRebase)),
      hint: commands.isEmpty
        ? "git o8 show \(packet.id.short)" : commands.joined(separator: ", then: "))
  }

  private static func said(_ what: String, _ reasons: [Reason]) -> String {
    ([what] + reasons.map { "\($0)" }).joined(separator: "\n")
  }

  /// The base moved, and no verdict reaches over what happened there.
  func renewal(
    of packet: Packet, _ reasons: [Reason], in governed: GovernedRepository
  ) throws -> Problem {
    if let problem = try rebase(of: packet, reasons, in: governed) { return problem }
    let base = packet.presented?.base.short ?? ""
    return Problem(
      .refused,
      Self.said(
        "\(packet.branch.short) moved on to \(base); packet \(packet.id.short) was gated on it "
          + "and needs a new approval", reasons),
      hint: "git o8 diff \(packet.id.short), then git o8 verdict \(packet.id.short) approve --merge"
    )
  }

  func conflict(of packet: Packet, _ paths: [String]) -> Problem {
    let id = packet.id.short
    let next =
      packet.isAdopted
      ? "merge \(packet.branch.short) into its branch, then git o8 gate \(id)"
      : packet.state == .failed
        ? "its attempts are used up: \(command("retry", packet)) starts over"
        : packet.state == .review
          ? "git o8 gate \(id) sends it back, then \(command("resume", packet)) has its worker "
            + "see to it"
          : "\(command("resume", packet)) has its worker see to it"
    return Problem(
      .refused,
      "packet \(id) conflicts with \(packet.branch.short):\n" + Problem.list(paths), hint: next)
  }
}

extension Reason {
  /// Whether it is about an approval that does not count, which only a new one mends.
  fileprivate var isOfVoidVerdict: Bool {
    if case .voided = self { true } else { false }
  }
}
