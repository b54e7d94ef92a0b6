import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// How often a packet that waits for room is looked at again.
  private static let tickMilliseconds = 100

  /// Runs a packet's lane in this process as soon as there is room, or follows the lane that
  /// another process runs, until people are next.
  func attend(
    _ id: ObjectID, tell: @escaping @Sendable (LaneProgress) -> Void
  ) async throws -> Lane.End {
    let entrance = LaneEntrance(workspace: self)
    let governed = try governed()
    let place = place(of: id)
    try place.make()
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop)
    defer { withExtendedLifetime(signals) {} }
    var told: String?
    while stop.requests.isEmpty {
      let packet = try story(of: id, in: governed)
      guard packet.mayMoveByItself || packet.goesOnInTime && place.isHeld else {
        return Lane.End(packet: packet, halt: nil)
      }
      let missing = try LaneQueue(governed: governed).missing(for: packet)
      if packet.state != .queued || missing.isEmpty, let lock = try FileLock.take(place.lock) {
        let end = try await follow(place, tell) {
          try await entrance.run(id, holding: lock, stop: stop, asking: .terminal)
        }
        if let end {
          try await closeReported(end)
          try entrance.startQueued()
          return end
        }
      }
      let reason =
        missing.first.map { "waits until \($0.short) has landed" }
        ?? (place.isHeld
          ? "another process works on it" : "waits for one of the other lanes to end")
      if told != reason { tell(.step(reason)) }
      told = reason
      try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
    }
    return Lane.End(packet: try story(of: id, in: governed), halt: "interrupted")
  }

  /// Tells what comes to the lane's spool while `body` runs, and then the rest of it.
  func follow<Result>(
    _ place: LanePlace, _ tell: @escaping @Sendable (LaneProgress) -> Void,
    _ body: () async throws -> Result
  ) async throws -> Result {
    let last = place.spool.lastSeq
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let telling = Task {
      for try await entry in SpoolFollower(place.spool, after: last, while: { place.isHeld }) {
        if case .line(let line) = entry, let progress = LaneProgress(line) { tell(progress) }
      }
      end.finish()
    }
    // What it has written is told; nobody waits until it is seen that nothing more will come.
    do {
      let result = try await body()
      telling.cancel()
      for await _ in ended {}
      return result
    } catch {
      telling.cancel()
      throw error
    }
  }
}

extension Packet {
  /// Whether it waits for a moment, as for a provider's limit to end.
  var goesOnInTime: Bool { state == .waiting && pause?.until != nil }

  /// Whether a lane, rather than people, is next.
  var mayMoveByItself: Bool {
    switch state {
    case .queued, .running, .gating: true
    case .waiting, .review, .approved, .failed, .landed, .rejected, .cancelled, .reported: false
    }
  }
}
