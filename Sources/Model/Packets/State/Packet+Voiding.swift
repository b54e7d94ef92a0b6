extension Packet {
  /// The packet without approvals that its branch does not heed, and why not by their events: a
  /// fold of its events alone knows of no branch. It may be in review then.
  public func voiding(_ causes: [ObjectID: VoidCause], under policy: Policy) -> Packet {
    guard !causes.isEmpty else { return self }
    var packet = self
    for index in packet.verdicts.indices {
      packet.verdicts[index].void = causes[packet.verdicts[index].id].map { "\($0)" }
    }
    if packet.state == .approved { packet.state = .review }
    packet.settle(policy)
    return packet
  }
}
