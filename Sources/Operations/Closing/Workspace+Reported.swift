import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Records that a packet whose lane has ended is closed by its report, and clears its lane away;
  /// nothing for any other. Where this is cut off, `reconcile` does it.
  func closeReported(_ end: Lane.End) async throws {
    guard end.packet.state == .reported else { return }
    // A worktree and a branch of a lane at work would stay.
    _ = try await isLeft(place(of: end.packet.id))
    let governed = try governed()
    let actor = try governed.actor(environment: environment)
    _ = try await PacketClosing(workspace: self, governed: governed).close(end.packet, by: actor)
  }
}
