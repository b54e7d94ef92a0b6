import Git
import Lanes
import Model
import Store
import Trust

extension Workspace {
  /// Does something under the landing lock, after whatever was cut before is completed.
  func landing<Result>(
    for errand: LockErrand = .landing, _ body: (GovernedRepository) async throws -> Result
  ) async throws -> Result {
    try await underLandingLocks(for: errand) {
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
  func underLandingLocks<Result>(
    for errand: LockErrand, _ body: () async throws -> Result
  ) async throws -> Result {
    let sync = try await syncLockIfRemoteIsMet(for: errand)
    defer { sync?.release() }
    guard let lock = try await LandingLock.take(in: location.commonDirectory, for: errand) else {
      throw Problem(
        lockedBy: LandingLock.holder(in: location.commonDirectory),
        waitedSeconds: LandingLock.waitSeconds)
    }
    defer { lock.release() }
    return try await LandingLock.tenure(in: location.commonDirectory).perform { _ in
      try await body()
    }
  }

  /// Has something signed over the branches as they stand: where packets land on a remote, that
  /// one is met first, and nobody lands here meanwhile. `body` is told what became of this clone's
  /// policy there.
  func overPresentBranches<Result>(
    asking: Asking, _ body: (GovernedRepository, _ news: [String]) async throws -> Result
  ) async throws -> Result {
    guard let remote = try await landRemote(asking: asking) else {
      return try await body(governed(), [])
    }
    return try await underLandingLocks(for: .amending) {
      try await completeElsewhere(than: remote.name)
      let meeting = try await LandingMeeting(with: remote, in: governed(), self)
      return try await body(meeting.governed, meeting.policyNeeds)
    }
  }

  private func syncLockIfRemoteIsMet(for errand: LockErrand) async throws -> FileLock? {
    let repository = try Repository(location)
    let isUnderWay = try Store(repository, identity: nil).landingIntent()?.remote != nil
    guard try isUnderWay || LandRemote.name(in: repository) != nil else { return nil }
    let directory = location.commonDirectory
    if let lock = try await SyncLock.take(in: directory, for: errand) { return lock }
    throw SyncLock.busy(in: directory)
  }
}
