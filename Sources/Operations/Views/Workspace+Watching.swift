internal import Lanes
import Model

/// Tells when what a view shows may have changed.
public final class ViewWatch: Sendable {
  /// One element or more for any number of changes since the last, and one at the beginning.
  public let changes: AsyncStream<Void>
  /// Has those who wait look as if something had changed.
  public let nudge: @Sendable () -> Void
  private let watch: ReferenceWatch

  init(_ watch: ReferenceWatch) {
    changes = watch.changes
    nudge = watch.nudge
    self.watch = watch
  }
}

extension Workspace {
  /// Watches what `overview`, `report` and `happenings` read.
  public func watch() throws -> ViewWatch {
    // A branch whose name has slashes lies deeper than others.
    let directories = try ProtectedBranches(governed: try governed()).names().map { name in
      name.text.split(separator: "/").dropFirst().dropLast().joined(separator: "/")
    }
    return ViewWatch(ReferenceWatch(location, directories: Set(directories).sorted()))
  }
}
