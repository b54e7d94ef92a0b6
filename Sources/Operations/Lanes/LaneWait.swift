import Git
import Lanes
import Model
import Store
import Trust

/// The time in which a lane has nothing to do until a moment that is known.
struct LaneWait {
  let packet: ObjectID
  let due: Instant
  let workspace: Workspace

  /// Returns true when the moment has come or the packet has changed, and false when the lane is
  /// asked to end.
  func isOver(unless stop: StopSwitch) async throws -> Bool {
    let place = workspace.place(of: packet)
    let control = place.control
    let before = try tip()
    let watch = ReferenceWatch(workspace.location, others: [place.directory])
    let nudge = watch.nudge
    let seconds = max(0, due.seconds - workspace.now().seconds)
    let alarm = Task {
      try await Task.sleep(for: .seconds(seconds))
      nudge()
    }
    defer { alarm.cancel() }
    let listening = stop.listen(calling: nudge)
    defer { stop.forget(listening) }
    for await _ in watch.changes {
      guard workspace.now() < due else { return true }
      guard stop.requests.isEmpty else { return false }
      // A worker that is not there needs no further stopping. Whoever asked does not want the next
      // lane either that this process would start.
      for request in LaneControl.Request.allCases where control.take(request) {
        stop.request(request.cause)
        return false
      }
      guard try tip() == before, !place.isInsisted else { return true }
    }
    throw CancellationError()
  }

  private func tip() throws -> ObjectID? {
    try Repository(workspace.location).target(of: Layout.packet(packet))
  }
}
