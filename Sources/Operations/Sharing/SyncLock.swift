import Git
import Lanes
import Model

/// The lock under which a clone meets a remote: two who fetch into the same references stand in
/// each other's way.
enum SyncLock {
  /// How long another is waited for. Over a slow line it takes longer; then it is better to say so.
  private static let waitMilliseconds = 10_000
  private static let pauseMilliseconds = 50

  static func take(in commonDirectory: String, for errand: LockErrand) async throws -> FileLock? {
    try Folder.make(commonDirectory + "/o8")
    let path = path(in: commonDirectory)
    for _ in 0..<(waitMilliseconds / pauseMilliseconds) {
      if let lock = try FileLock.take(path) {
        LockHolder.write(errand, holding: path)
        return lock
      }
      try await Task.sleep(for: .milliseconds(pauseMilliseconds))
    }
    return nil
  }

  /// That somebody else meets a remote here, and who.
  static func busy(in commonDirectory: String) -> Problem {
    Problem(lockedBy: LockHolder(holding: path(in: commonDirectory)), waitedSeconds: waitSeconds)
  }

  private static let waitSeconds = waitMilliseconds / 1000

  private static func path(in commonDirectory: String) -> String { commonDirectory + "/o8/sync" }
}

extension Problem {
  /// That a lock of this clone's is somebody else's; who has it, as far as that is known.
  init(lockedBy holder: LockHolder?, waitedSeconds: Int) {
    let who =
      holder.map { "\($0.errand.sentence) in this clone (process \($0.process))" }
      ?? "another process meets a remote or lands in this clone"
    self.init(
      .stale, "\(who), and was not done after \(waitedSeconds) s",
      hint: holder.map { "repeat the command when it is done; ps -p \($0.process) shows it" }
        ?? "repeat the command when it is done")
  }
}
