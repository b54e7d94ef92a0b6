import Git
import Lanes
import Model
import Store
import Trust

/// What is asked of `sync`.
public struct SyncRequest: Hashable, Sendable {
  /// Nil for the one that the repository's configuration leads to.
  public var remote: String?
  /// Whether transcripts and logs are shared too.
  public var includesData = false

  public init(remote: String? = nil, includesData: Bool = false) {
    self.remote = remote
    self.includesData = includesData
  }
}

extension Workspace {
  /// Shares everything with a remote: takes what it has, joins it with what is here, and sends what
  /// it lacks. A second time it finds nothing to do.
  ///
  /// What the remote refuses is in the report; throws where it cannot be reached, where it is
  /// another repository's, and where others were first all the time.
  public func sync(
    _ request: SyncRequest = SyncRequest(), asking: Asking = .nobody
  ) async throws -> SyncReport {
    try refuseInLane("share")
    // Git is asked beside what this reads meanwhile.
    async let version = Program.gitVersion()
    let governed = try governed()
    _ = try await version
    let name = try await RemoteChoice(governed, location).name(asked: request.remote)
    let remote = GitRemote(
      name: name, timeoutSeconds: asking == .nobody ? GitRemote.timeoutSeconds : nil)
    let report = try await sync(with: remote, in: governed)
    guard request.includesData else { return report }
    return try await DataSharing(workspace: self, governed: self.governed(), remote: remote)
      .share(adding: report)
  }

  /// Shares again and again until `tell` says that it is enough. What goes wrong with a remote or
  /// a race is told and tried again; anything else is thrown.
  public func keepSharing(
    _ request: SyncRequest, everySeconds pause: Int, asking: Asking = .nobody,
    tell: (Result<SyncReport, Problem>) throws -> Bool
  ) async throws {
    while true {
      do {
        guard try tell(.success(try await sync(request, asking: asking))) else { return }
      } catch {
        let problem = Problem(error)
        guard [.environment, .stale].contains(problem.kind) else { throw problem }
        guard try tell(.failure(problem)) else { return }
      }
      try await Task.sleep(for: .seconds(pause))
    }
  }

  /// The same with any remote.
  ///
  /// - Parameter point: is told where it is, and may throw, as a process may die there.
  func sync(
    with remote: any SharedRemote, in governed: GovernedRepository,
    at point: @escaping (SyncPoint) throws -> Void = { _ in }
  ) async throws -> SyncReport {
    guard let lock = try await SyncLock.take(in: location.commonDirectory, for: .sharing) else {
      throw SyncLock.busy(in: location.commonDirectory)
    }
    defer { lock.release() }
    var syncing = try Syncing(workspace: self, governed: governed, remote: remote, at: point)
    do { try await syncing.run() } catch {
      throw await DamagedReferences(governed.repository, governed: governed)
        .cause(of: error, attempted: "share with \(remote.name)")
    }
    return syncing.report
  }
}
