import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Answers what the worker of a packet asked. One that still waits is told by its lane; for one
  /// that has ended another attempt starts, which is told.
  ///
  /// - Parameter takingOver: whether that attempt may run here though another clone dispatched it.
  public func answer(
    _ name: String?, text: String, takingOver: Bool = false,
    _ attendance: LaneAttendance = .detached
  ) async throws -> Dispatched {
    let (governed, packet) = try await packet(named: name)
    let text = try Self.message(text)
    var present = packet
    if LaneRecovery.isDue(packet, in: location) {
      present =
        try await LaneRecovery(governed, laneSetting(governed)).recoverUnlessHeld(packet) ?? packet
    }
    if takingOver { try claim(present, takingOver: true, in: governed) }
    let answered = try await carryOut(.answer(text), on: present, in: governed)
    guard answered.state == .running, place(of: packet.id).isOurs(answered),
      answered.liveAttempt == nil || attendance.isHere
    else { return try await dispatched(answered, queued: nil, halt: nil, warnings: []) }
    if answered.liveAttempt == nil { try await awaitEndOfLane(of: answered, in: governed) }
    return try await send(try story(of: packet.id, in: governed), attendance)
  }

  /// A lane that was at its end when the answer was written does not see it any more; one that
  /// saw it has begun the next attempt.
  private func awaitEndOfLane(of packet: Packet, in governed: GovernedRepository) async throws {
    let place = place(of: packet.id)
    for _ in 0..<Self.lastWordTicks where place.isHeld {
      guard try story(of: packet.id, in: governed).attempts.count == packet.attempts.count else {
        return
      }
      try await Task.sleep(for: .milliseconds(Self.lastWordTickMilliseconds))
    }
  }

  /// A lane that has nothing more to do only gives its locks back.
  private static let lastWordTicks = 500
  private static let lastWordTickMilliseconds = 20
}
