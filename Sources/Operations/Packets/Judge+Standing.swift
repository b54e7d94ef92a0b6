import Git
import Lanes
import Model
import Trust

extension Judge {
  /// The packet as it stands on its branch: approved where approvals on an earlier base carry to
  /// what it presents, in review where its branch heeds them no more, as its landing would find.
  /// Every view asks here.
  ///
  /// It is the rule that decides, and only a packet in review which was approved before with the
  /// same head is worth asking it about. What cannot be read carries nothing.
  func standing(_ packet: Packet) -> Packet {
    let packet = heeded(packet)
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
      let landing = try foreseenLanding(of: presented, on: packet.branch, onto: prev)
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

  private func foreseenLanding(
    of presented: Presented, on branch: ReferenceName, onto prev: ObjectID
  ) throws -> ForeseenLanding? {
    let accepted = try policyInForce(on: branch, at: prev)?.policy.landing ?? [.merge]
    let form = try LandingForm.chosen(
      from: accepted, head: presented.head, onto: prev, in: repository)
    return try form.flatMap {
      try ForeseenLanding(of: presented, on: branch, onto: prev, as: $0, in: repository)
    }
  }
}
