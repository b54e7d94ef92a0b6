import Fixtures
import Model
import Operations
import Support

extension PacketScene {
  /// The repository as a command sees it that runs in `directory`, an hour after the events.
  func workspace(in directory: String? = nil) throws -> Workspace {
    try Workspace(
      in: directory ?? repository.path, program: "/opt/git-o8",
      environment: fixture.environment, now: { Self.later })
  }
}
