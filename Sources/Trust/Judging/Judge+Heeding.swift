import Git
public import Model

extension Judge {
  /// The packet without the approvals that its branch does not heed: they go by a policy that was
  /// set aside, or the branch was rewound since. What has landed is beyond that, and what cannot
  /// be read voids nothing.
  public func heeded(_ packet: Packet) -> Packet {
    guard packet.state == .approved, packet.closing == nil,
      let causes = try? voidApprovals(of: packet)
    else { return packet }
    return packet.voiding(causes, under: governed.policy)
  }

  private func voidApprovals(of packet: Packet) throws -> [ObjectID: VoidCause] {
    // What is on its branch already was judged where it began.
    let ground =
      packet.work.onto == nil ? try ground(of: packet.branch) : packet.presented?.base
    guard let ground, let jurisdiction = try jurisdiction(packet.branch, at: ground) else {
      return [:]
    }
    return packet.verdicts.reduce(into: [:]) { causes, judged in
      guard judged.isValid, judged.verdict.decision == .approve else { return }
      causes[judged.id] = jurisdiction.voidCause(of: judged.verdict)
    }
  }
}

extension Jurisdiction {
  /// Why it does not heed a verdict, whatever that is about; nil where it does.
  fileprivate func voidCause(of verdict: Verdict) -> VoidCause? {
    guard verdict.epoch == epoch else { return .otherEpoch }
    return known.contains(verdict.policy) ? nil : .unknownPolicy(verdict.policy)
  }
}
