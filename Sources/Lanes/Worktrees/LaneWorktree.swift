public import Git
public import Model

/// The worktree of one lane: where a packet's worker changes files.
public struct LaneWorktree: Sendable, Hashable {
  public let packet: ObjectID
  /// The lane's branch, such as `refs/heads/o8/fix-it-3f9a2c1`.
  public let branch: ReferenceName
  /// An absolute path outside the repository.
  public let path: String
  /// The repository that the worktree belongs to.
  public let repository: RepositoryLocation

  public init(
    packet: ObjectID, branch: ReferenceName, path: String, repository: RepositoryLocation
  ) {
    self.packet = packet
    self.branch = branch
    self.path = path
    self.repository = repository
  }

  /// Adds the worktree with its branch at `head`; an existing branch is checked out as it is.
  ///
  /// It is locked, so that no `git worktree prune` takes it while its disk is away.
  public func add(at head: ObjectID) async throws {
    let exists = try Repository(repository).target(of: branch) != nil
    try await repository.addWorktree(
      at: path, exists ? .branch(branch) : .newBranch(branch, at: head),
      lockedBecause: Self.lockReason(of: packet))
  }

  /// Why a lane's worktree is locked, by which it is known whatever it has checked out.
  public static func lockReason(of packet: ObjectID) -> String { lockReason + packet.short }

  /// What every such reason begins with; digits of the packet's id follow.
  public static let lockReason = "lane of packet "

  /// The worktree as a repository of its own; nil when it is gone or no longer ours.
  func location() throws(GitError) -> RepositoryLocation? {
    let found: Repository
    do throws(GitError) {
      found = try Repository.discover(from: path)
    } catch {
      guard error.code == .notARepository || error.code == .notFound else { throw error }
      return nil
    }
    // A worker can delete its `.git` file; what is found then is another repository above.
    guard found.location.commonDirectory == repository.commonDirectory,
      found.location.isLinked
    else { return nil }
    return found.location
  }
}
