/// At most one landing at a time in a clone: branch, checkout and ledger move together.
public enum LandingLock {
  /// How long another landing is waited for. No gates run under it, but a remote may be slow; then
  /// it is better to say so than to hang.
  public static let waitSeconds = 10
  private static let pauseMilliseconds = 50

  /// Whether a landing is under way.
  public static func isHeld(in commonDirectory: String) -> Bool {
    FileLock.isHeld(commonDirectory + "/o8/landing")
  }

  /// What is done under it.
  public static func tenure(in commonDirectory: String) -> Tenure {
    Tenure(of: commonDirectory + "/o8/landing")
  }

  /// Who holds it, as far as that one has said so.
  public static func holder(in commonDirectory: String) -> LockHolder? {
    LockHolder(holding: commonDirectory + "/o8/landing")
  }

  /// Takes the lock; nil when somebody else keeps it.
  public static func take(
    in commonDirectory: String, for errand: LockErrand = .landing,
    waitingSeconds: Int = waitSeconds
  ) async throws -> FileLock? {
    let directory = commonDirectory + "/o8"
    try Folder.make(directory)
    let end = Platform.milliseconds + Int64(waitingSeconds) * 1000
    while true {
      if let lock = try FileLock.take(directory + "/landing") {
        LockHolder.write(errand, holding: directory + "/landing")
        return lock
      }
      guard Platform.milliseconds < end else { return nil }
      try await Task.sleep(for: .milliseconds(pauseMilliseconds))
    }
  }
}
