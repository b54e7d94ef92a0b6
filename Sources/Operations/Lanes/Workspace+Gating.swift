import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Runs a packet's gates here on what its lane holds now, and signs what they say.
  public func gate(
    _ name: String?, tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws -> Dispatched {
    let (governed, packet) = try await packet(named: name)
    try refuseToGateLanded(packet, in: governed)
    if packet.work.onto == nil, try Judge(governed).ground(of: packet.branch) == nil,
      let missing = try Judge(governed).missing(packet.branch)
    {
      throw missing.problem(
        "cannot gate packet \(packet.id.short)", then: "git o8 gate \(packet.id.short)")
    }
    try await refuseLessIsolation(governed)
    let end = try await judge(packet, in: governed, tell)
    return try await sentOn(end)
  }

  /// Its events alone do not say so: the ledger does.
  private func refuseToGateLanded(
    _ packet: Packet, in governed: GovernedRepository
  ) throws {
    let judge = Judge(governed)
    guard let known = try judge.packet(packet.id),
      let landing = try judge.pendingLanding(of: known)
    else { return }
    guard landing.isHere else {
      throw Problem(
        .stale, "packet \(packet.id.short): \(landing.sentence)",
        hint: "\(landing.command) makes it final")
    }
    throw landing.refusal(.stale, to: "gate")
  }

  private func judge(
    _ packet: Packet, in governed: GovernedRepository,
    _ tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws -> Lane.End {
    let place = place(of: packet.id)
    try place.make()
    try await place.tenure.awaitKeepers()
    guard let lock = try FileLock.take(place.lock) else {
      throw Problem(
        .stale, "a lane is at work on packet \(packet.id.short)",
        hint: "git o8 wait \(packet.id.short)")
    }
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop)
    defer { withExtendedLifetime(signals) {} }
    let lane = try Lane(
      of: packet, in: governed, holding: lock, try await laneSetting(governed, asking: .terminal),
      stop: stop)
    return try await follow(place, tell) {
      defer { lock.release() }
      return try await lane.judge()
    }
  }

  /// What is red goes back to its worker, as in a lane.
  private func sentOn(_ end: Lane.End) async throws -> Dispatched {
    let isBack = end.packet.state == .running && end.packet.awaitsLane
    guard isBack, place(of: end.packet.id).isOurs(end.packet) else {
      return try await dispatched(end.packet, queued: nil, halt: end.halt, warnings: [])
    }
    return try await send(end.packet, .detached)
  }
}
