/// Approvals that were given on an earlier base and hold for what a packet presents now.
public struct CarriedApproval: Hashable, Sendable {
  /// The base on which they were given.
  public let base: ObjectID
  /// The verdicts' events.
  public let verdicts: [ObjectID]
  /// The gates that have yet to run on the branch as it is now.
  public let gates: [String]

  public init(from base: ObjectID, by verdicts: [ObjectID], lacking gates: [String] = []) {
    self.base = base
    self.verdicts = verdicts
    self.gates = gates
  }
}

extension Packet {
  /// The standing approvals of the head that lies before the reviewers, given on another base;
  /// empty but for a packet in review. Whether they carry is for the admission rule to say.
  public var earlierApprovals: [JudgedVerdict] {
    guard state == .review, let presented else { return [] }
    return verdicts.filter { judged in
      judged.fault == nil && judged.isLast && judged.verdict.decision == .approve
        && judged.verdict.head == presented.head && judged.verdict.base != presented.base
    }
  }

  /// The packet as approved by what was said on an earlier base: a fold of its events alone knows
  /// of no branch, and so of nothing that carries.
  public func carrying(_ approval: CarriedApproval) -> Packet {
    var packet = self
    packet.carried = approval
    packet.state = .approved
    let counted = Set(approval.verdicts)
    for index in packet.verdicts.indices where counted.contains(packet.verdicts[index].id) {
      packet.verdicts[index].why = nil
      packet.verdicts[index].isCarried = true
    }
    return packet
  }
}
