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

  /// Whether files stand there. A link is none of ours, wherever it leads, and a directory
  /// without anything in it is what is left of one.
  var stands: Bool { Folder.isDirectory(path) && !Folder.isEmpty(path) }

  /// The worktree as a repository of its own; nil when it is gone or no longer ours.
  func location() throws(GitError) -> RepositoryLocation? {
    // Whoever followed a link would take another's files for the worker's.
    guard stands else { return nil }
    let found: Repository
    do throws(GitError) {
      found = try Repository.discover(from: path)
    } catch {
      guard error.code == .notARepository || error.code == .notFound else { throw error }
      return nil
    }
    // A worker can delete its `.git` file; what is found then is another repository above.
    guard found.location.commonDirectory == repository.commonDirectory,
      found.location.isLinked, let own = ownGitDirectory(),
      Folder.canonical(own) == Folder.canonical(found.location.gitDirectory)
    else { return nil }
    return found.location
  }

  func isThere() throws(GitError) -> Bool { try location() != nil }

  /// Whether anything is left of it: files, a link in their place, or what git knows of it.
  public var isThereInPart: Bool { Folder.exists(path) || ownGitDirectory() != nil }

  /// Whether a lane made it; people may have a worktree of their own on the lane's branch.
  public var isOfALane: Bool {
    isOfOurMaking
      || ownGitDirectory().flatMap { Folder.text("\($0)/locked") } == Self.lockReason(of: packet)
  }

  /// Whether the directory bears the packet's name, as the ones do that lanes make.
  var isOfOurMaking: Bool { path.hasSuffix("-\(packet.short)") }

  /// What stands in the worktree's place, for a person to find what became of it.
  var whatStandsThere: String {
    if let target = Folder.target(ofLink: path) {
      return "the worktree is gone: a symbolic link to \(SafeText.escaped(target)) stands at "
        + "\(path), and nothing was taken from there"
    }
    if Folder.exists(path), !Folder.isDirectory(path) {
      return "the worktree is gone: a file stands at \(path)"
    }
    return "the worktree is gone: \(path)"
  }
}
