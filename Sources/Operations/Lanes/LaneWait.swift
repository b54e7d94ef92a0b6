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

  /// How often it is looked whether anything happened to the packet: a few small files are read.
  private static let tickMilliseconds = 1000

  /// Returns true when the moment has come or the packet has changed, and false when the lane is
  /// asked to end.
  func isOver(unless stop: StopSwitch) async throws -> Bool {
    let place = workspace.place(of: packet)
    let control = place.control
    let before = try tip()
    while workspace.now() < due {
      guard stop.requests.isEmpty else { return false }
      // A worker that is not there needs no further stopping. Whoever asked does not want the next
      // lane either that this process would start.
      for request in LaneControl.Request.allCases where control.take(request) {
        stop.request(request.cause)
        return false
      }
      guard try tip() == before, !place.isInsisted else { return true }
      try await Task.sleep(for: .milliseconds(Self.tickMilliseconds))
    }
    return true
  }

  private func tip() throws -> ObjectID? {
    try Repository(workspace.location).target(of: Layout.packet(packet))
  }
}
