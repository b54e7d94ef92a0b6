import Lanes
import Model
import Trust

extension Workspace {
  /// Judges an approved packet on its branch as that is now, at `base`: gates on what would land,
  /// and then it lies before its reviewers again. Returns it as it stands afterwards.
  ///
  /// Throws where it does not get that far; red gates send it back to its worker.
  func reintegrate(
    _ packet: Packet, on base: ObjectID, in governed: GovernedRepository, asking: Asking,
    tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws -> Packet {
    try await refuseLessIsolation(governed)
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
    var setting = try await laneSetting(governed, asking: asking.prompt)
    setting.base = base
    let lane = try Lane(
      of: governed.storyOfPacket(packet.id) ?? packet, in: governed, holding: lock, setting,
      stop: stop)
    let end = try await follow(place, tell) {
      defer { lock.release() }
      return try await lane.judge()
    }
    return try judged(end, in: governed)
  }

  private func judged(_ end: Lane.End, in governed: GovernedRepository) throws -> Packet {
    let (packet, id) = (end.packet, end.packet.id.short)
    switch packet.state {
    case .review, .approved, .waiting: return packet
    case .gating:
      throw Problem(
        .environment, "packet \(id) is not judged: \(end.halt ?? "the gates were stopped")",
        hint: "git o8 gate \(id)")
    default: break
    }
    guard end.halt == nil else { return packet }
    if packet.state == .running, packet.awaitsLane {
      _ = try LaneEntrance(workspace: self).start(packet)
    }
    let because = packet.pending?.because.joined(separator: ", ") ?? ""
    throw Problem(
      .refused,
      "on \(packet.branch.short) as it is now packet \(id) is red"
        + (because.isEmpty ? "" : ": \(because)"),
      hint: packet.isAdopted
        ? packet.mending(in: governed.repository)
        : packet.state == .failed
          ? "its attempts are used up: \(command("retry", packet)) starts over"
          : "its worker has the report: git o8 log \(id) --follow")
  }
}
