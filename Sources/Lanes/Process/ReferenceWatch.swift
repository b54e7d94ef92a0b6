public import Git
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Tells when a repository's references may have moved.
public final class ReferenceWatch: Sendable {
  /// One element or more for any number of changes since the last, and one at the beginning.
  public let changes: AsyncStream<Void>
  /// Has those who wait look as if something had changed.
  public let nudge: @Sendable () -> Void
  private let watch: Mutex<DirectoryWatch>

  /// What no reference tells, such as a lane that died or what time it is, is seen this late.
  private static let tickMilliseconds = 20_000

  /// `directories` below `refs/` are watched besides those where references usually are, and
  /// `others` by their full paths.
  public init(
    _ location: RepositoryLocation, directories: [String] = [], others: [String] = []
  ) {
    let common = location.commonDirectory
    let watch = DirectoryWatch(tickMilliseconds: Self.tickMilliseconds) {
      Self.directories(of: common) + directories.map { "\(common)/refs/\($0)" } + others
    }
    changes = watch.changes
    nudge = watch.nudge
    self.watch = Mutex(watch)
  }

  /// Packed references are a file of the repository's own directory.
  private static func directories(of common: String) -> [String] {
    let remotes = common + "/refs/remotes"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: remotes)) ?? []
    let known = [
      "", "/refs", "/heads", "/heads/o8", "/o8", "/o8/packets", "/o8/heads", "/o8-local",
    ]
    return known.map { $0.isEmpty || $0 == "/refs" ? common + $0 : common + "/refs" + $0 }
      + names.map { "\(remotes)/\($0)" }
  }
}
