import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Does something under the landing lock, after whatever was cut before is completed.
  func landing<Result>(
    _ body: (GovernedRepository) async throws -> Result
  ) async throws -> Result {
    try await underLandingLocks {
      let completion = try await completeLanding(in: try governed())
      let governed = try governed()
      if case .refused(_, let problem)? = completion, try governed.store.landingIntent() != nil {
        throw problem
      }
      return try await body(governed)
    }
  }

  /// Does something under the landing lock; where a remote is met, under that of sync as well,
  /// which sync too takes first.
  func underLandingLocks<Result>(_ body: () async throws -> Result) async throws -> Result {
    let sync = try await syncLockIfRemoteIsMet()
    defer { sync?.release() }
    guard let lock = try await LandingLock.take(in: location.commonDirectory) else {
      throw Problem(
        .stale, "another landing is under way in this clone",
        hint: "repeat the command when it is done")
    }
    defer { lock.release() }
    return try await LandingLock.tenure(in: location.commonDirectory).perform { _ in
      try await body()
    }
  }

  private func syncLockIfRemoteIsMet() async throws -> FileLock? {
    let repository = try Repository(location)
    let isUnderWay = try Store(repository, identity: nil).landingIntent()?.remote != nil
    guard try isUnderWay || LandRemote.name(in: repository) != nil else { return nil }
    if let lock = try await SyncLock.take(in: location.commonDirectory) { return lock }
    throw Problem(
      .stale, "a sync is under way in this clone", hint: "repeat the command when it is done")
  }
}
