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
        of: packet.branch, since: proposal.base, landing: proposal)
      for step in steps {
        let ruling = try judge.ruling(
          on: packet.branch, from: step.prev, to: step.commit, present: step.prev, now: nil)
        guard case .admitted(let covered) = ruling,
          case .admitted(let admitted)? = covered.last?.ruling, admitted.packet == packet.id
        else { continue }
        let landed = admitted.proposal
        return Landed(
          branch: packet.branch, prev: step.prev, commit: step.commit, base: landed.base,
          head: landed.head, tree: landed.tree, verdicts: admitted.verdicts,
          gates: admitted.gates, isByReviewersAlone: admitted.isByReviewersAlone)
      }
    }
    return nil
  }

  /// Writes into the ledger what the branch has already, and clears the packet away.
  mutating func record(_ landed: Landed, of packet: Packet) async throws {
    guard let tip = try repository.target(of: Layout.packet(packet.id)) else {
      throw NotAPacket(id: packet.id)
    }
    let intent = LandingIntent(
      packet: packet.id, landed: landed, tip: tip, checkouts: [], locks: [])
    let form: LandingForm = landed.commit == landed.head ? .fastForward : .merge
    let plan = LandingPlan(
      packet: packet, intent: intent, form: form, isCarried: landed.base != landed.prev)
    var run = try LandingRun(plan, in: governed, workspace)
    try await run.run([.claim, .annotate, .close])
    done.add(
      .landingRecorded, packet.id,
      "packet \(packet.id.short) was merged by hand as \(landed.commit.short): the ledger has it "
        + "now")
    done.remarks += run.report.remarks
    done.keep(run.report.closing?.kept ?? [])
  }
}
