import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// What `git-o8 lane run` does: the packet's whole lane in this process, which was given the
  /// packet's lock or takes it.
  public func runLaneProcess(_ hex: String) async throws {
    guard let id = ObjectID(hex) else {
      throw Problem(.usage, "\(SafeText.escaped(hex)) is no packet's id")
    }
    let place = place(of: id)
    try place.make()
    var lock = FileLock.inherited(place.lock)
    if lock == nil { lock = try FileLock.take(place.lock) }
    let entrance = LaneEntrance(workspace: self)
    let stop = StopSwitch()
    let signals = TerminationSignals(forwardingTo: stop)
    defer { withExtendedLifetime(signals) {} }
    let governed = try governed()
    while let held = lock {
      // Not yet, or not any more: then another lane's end starts it.
      guard try LaneQueue(governed: governed).mayRun(id) else {
        held.release()
        break
      }
      do {
        if let end = try await entrance.run(id, holding: held, stop: stop) {
          try await closeReported(end)
          break
        }
      } catch {
        // Until the reason stands in the lane's log, nobody else may find this packet waiting.
        held.keepUntilExit()
        try? entrance.startQueued(except: id)
        throw error
      }
      // Every slot was taken a moment ago. A lane that ended meanwhile saw this packet's lock
      // held and passed it by, so it is for us to look again.
      guard try slots(governed).free > 0 else { break }
      lock = try FileLock.take(place.lock)
    }
    if stop.requests.isEmpty { try entrance.startQueued() }
  }

  /// Starts what is queued as far as there is room, such as after a landing.
  public func startQueuedLanes() throws {
    try LaneEntrance(workspace: self).startQueued()
  }
}

extension LaneQueue {
  /// Whether nothing that it comes after is missing.
  func mayRun(_ id: ObjectID) throws -> Bool {
    guard let packet = try governed.storyOfPacket(id) else { return false }
    return try packet.state != .queued || missing(for: packet).isEmpty
  }
}
