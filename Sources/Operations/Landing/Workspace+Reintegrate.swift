import Lanes
import Model
import Trust

extension Workspace {
  /// Judges an approved packet on its branch as that is now: gates on what would land, and then
  /// it lies before its reviewers again. Returns it as it stands afterwards.
  func reintegrate(
    _ packet: Packet, in governed: GovernedRepository, asking: Asking
  ) async throws -> Packet {
    let place = place(of: packet.id)
    try place.make()
    guard let lock = try FileLock.take(place.lock) else {
      throw Problem(
        .stale, "a lane is at work on packet \(packet.id.short)",
        hint: "git o8 wait \(packet.id.short)")
    }
    defer { lock.release() }
    let lane = try Lane(
      of: governed.storyOfPacket(packet.id) ?? packet, in: governed, holding: lock,
      try laneSetting(governed, asking: asking.prompt))
    return try await lane.judge().packet
  }
}
