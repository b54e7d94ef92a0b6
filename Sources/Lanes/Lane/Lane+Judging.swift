import Git
import Model
import Trust

extension Lane {
  /// Judges what the lane's branch holds now as it would land now, and goes no further.
  public func judge() async throws -> End {
    try await place.tenure.perform { remains in
      try await takeOver(remains)
      return try await judgeNow()
    }
  }

  private func judgeNow() async throws -> End {
    let hadFailed = packet.state == .failed
    await lookForBase()
    do {
      // What was wrong may have been the policy or the scope.
      if hadFailed, packet.submission != nil || packet.isAdopted { try await carryOut(.retry) }
      let lane = try packet.lane.flatMap { try governed.repository.target(of: $0) }
      switch packet.state {
      case .queued, .running: try await submitOnceMore()
      case .gating, .review, .approved:
        if let lane, lane != packet.head {
          try await submit()
        } else if packet.state != .gating {
          try await refresh(on: try base())
        }
      case .waiting, .failed, .landed, .rejected, .cancelled, .reported: try await submit()
      }
      if packet.state == .gating { try await gate() }
      if hadFailed, packet.state == .running {
        // Only the gates were asked for, not another worker.
        let because = packet.pending?.because ?? []
        try await carryOut(.fail(reason: "red again: \(because.joined(separator: ", "))"))
      }
      spool.close("the packet is \(packet.state.rawValue)\(halt.map { ": \($0)" } ?? "")")
    } catch {
      spool.close("the gates did not run: \(error)")
      throw error
    }
    return End(packet: packet, halt: halt)
  }

  /// Has what was presented judged again, where that would say anything new.
  private func refresh(on base: ObjectID) async throws {
    let isMoved = base != packet.base
    guard isMoved || !isGatedByPolicy else { return }
    try await carryOut(
      .refresh(base: base, reason: isMoved ? "\(packet.branch.short) moved" : "the gates changed"))
  }

  /// Whether every gate of policy has passed, as policy has it now, on what was presented. One
  /// that is not about the changed paths has not, and is passed over once more.
  private var isGatedByPolicy: Bool {
    guard let tree = packet.presented?.tree else { return false }
    let passed = packet.gates.filter { $0.gate.passed && $0.gate.tree == tree }
    return policy.gates.allSatisfy { gate in
      passed.contains { $0.gate.definition == gate.definition }
    }
  }
}
