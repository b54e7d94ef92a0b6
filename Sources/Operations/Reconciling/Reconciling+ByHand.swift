import Git
import Lanes
import Model
import Store
import Trust

extension Reconciling {
  /// The landing of an open packet that somebody made with git alone and that the rule admits.
  func landingByHand(
    of packet: Packet, _ chains: inout BranchChains
  ) throws -> Landed? {
    let approvals = packet.verdicts.filter { $0.verdict.decision == .approve }
    var seen: Set<Proposal> = []
    for proposal in approvals.reversed().map(\.verdict.proposal)
    where seen.insert(proposal).inserted {
      let steps = try chains.steps(
        of: packet.branch, upTo: judge.truth(of: packet.branch), since: proposal.base,
        landing: proposal)
      for step in steps {
        let ruling = try judge.ruling(
          on: packet.branch, from: step.prev, to: step.commit, present: step.prev, now: nil)
        guard case .admitted(let covered) = ruling,
          case .admitted(let admitted)? = covered.last?.ruling, admitted.packet == packet.id
        else { continue }
        let landed = Landed(step, by: admitted, on: packet.branch)
        // Where the branch went another way upstream, saying so would close nothing.
        guard try !isDisplaced(landed, of: packet) else { continue }
        return landed
      }
    }
    return nil
  }

  private func isDisplaced(_ landed: Landed, of packet: Packet) throws -> Bool {
    guard let tip = try repository.target(of: Layout.packet(packet.id)) else { return false }
    return try judge.status(of: landed, packet: packet.id, tip: tip) == .displaced
  }

  /// Writes into the ledger what the branch has already, and clears the packet away.
  mutating func record(_ landed: Landed, of packet: Packet) async throws {
    guard let tip = try repository.target(of: Layout.packet(packet.id)) else {
      throw NotAPacket(id: packet.id)
    }
    try await record(landed, of: packet, at: tip, LandingRun.recording)
  }

  /// The same by a tip of the packet's that proves it, doing so much of a landing.
  mutating func record(
    _ landed: Landed, of packet: Packet, at tip: ObjectID, _ steps: [LandingStep]
  ) async throws {
    let plan = try LandingPlan(recording: landed, of: packet, at: tip, in: repository)
    var run = try LandingRun(plan, in: governed, workspace)
    try await run.run(steps)
    done.add(
      .landingRecorded, packet.id,
      "packet \(packet.id.short) was merged by hand as \(landed.commit.short): the ledger has it "
        + "now")
    done.remarks += run.report.remarks
    done.keep(run.report.closing?.kept ?? [])
  }
}

extension LandingPlan {
  /// A landing that its branch shows already, by a tip of the packet's that proves it.
  fileprivate init(
    recording landed: Landed, of packet: Packet, at tip: ObjectID, in repository: Repository
  ) throws {
    let commit = try repository.commit(landed.commit)
    self.init(
      packet: packet,
      intent: LandingIntent(
        packet: packet.id, landed: landed, tip: tip, checkouts: [], locks: []),
      form: landed.commit == landed.head
        ? .fastForward : commit.parents.count == 1 ? .squash : .merge,
      isCarried: landed.base != landed.prev, isOnBranch: true)
  }
}

extension Workspace {
  /// What is to be written down of an approved packet whose work got onto its branch before it
  /// was reviewed; throws where the rule does not let it be that.
  func planOfRecording(
    _ packet: Packet, in governed: GovernedRepository
  ) throws -> LandingPlan {
    let reconciling = try Reconciling(in: governed, self)
    var chains = BranchChains(repository: governed.repository)
    guard let tip = try governed.repository.target(of: Layout.packet(packet.id)) else {
      throw NotAPacket(id: packet.id)
    }
    guard let landed = try reconciling.landingByHand(of: packet, &chains) else {
      guard packet.state == .approved else { throw try refusal(of: packet, [], in: governed) }
      let branch = packet.branch.short
      if let outrun = try reconciling.judge.outrun(packet.branch) {
        throw outrun.problem(then: "git o8 merge \(packet.id.short)")
      }
      if let other = try reconciling.judge.otherWay(of: packet.branch) {
        throw Problem(
          .stale,
          "packet \(packet.id.short) is on \(branch) here already, and \(other.short) went another "
            + "way, by steps that nothing proves",
          hint: "git o8 sync \(ShellWord.quoted(other.remote)) says how they stand")
      }
      throw Problem(
        .refused,
        "what packet \(packet.id.short) is about is on \(branch) already, and its review does "
          + "not cover it",
        hint: try reconciling.judge.strandedLandings(on: packet.branch)?.commands
          .joined(separator: ", then ")
          ?? "git o8 verify --branch \(ShellWord.quoted(branch)) says what is not covered")
    }
    return try LandingPlan(recording: landed, of: packet, at: tip, in: governed.repository)
  }
}
