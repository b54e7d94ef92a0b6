import Git
import Lanes
public import Model
import Trust

extension Workspace {
  /// Ends a packet without landing: its worker is stopped, the ledger says so.
  ///
  /// Repeating it finishes a closing that was cut off.
  public func cancel(
    _ name: String?, reason: String?
  ) async throws -> (packet: Packet, closing: ClosingReport) {
    let (governed, packet) = try await packet(named: name)
    let judge = Judge(governed)
    if let known = try judge.packet(packet.id), let landing = try judge.pendingLanding(of: known),
      landing.isHere
    {
      throw landing.refusal(.refused, to: "cancel")
    }
    let text = try reason.map { text throws(Problem) in try Self.message(text) }
    let cancelled = try await carryOut(.cancel(reason: text), on: packet, in: governed)
    let place = place(of: packet.id)
    if place.isHeld { try await stopLane(place, .cancel) }
    try await endLeftovers(of: packet, in: place, governed)
    let actor = try governed.actor(environment: environment)
    // Nobody starts a lane of a packet that is closed, so that its lock is free from now on.
    let present = try governed.storyOfPacket(packet.id) ?? cancelled
    let report = try await PacketClosing(workspace: self, governed: governed)
      .close(present, by: actor, asking: .personAtTerminal)
    try startQueuedLanes()
    return (present, report)
  }

  /// What a worker runs whose lane was killed.
  private func endLeftovers(
    of packet: Packet, in place: LanePlace, _ governed: GovernedRepository
  ) async throws {
    guard let attempt = packet.attempts.last, place.isOurs(packet),
      let lock = try FileLock.take(place.lock)
    else { return }
    defer { lock.release() }
    let worktree = try await LaneWorktree.of(
      packet, on: attempt.lane, in: location, root: worktreeRoot(governed))
    try await place.tenure.perform { _ in
      _ = try await place.endLeftovers(in: worktree.path)
    }
  }
}
