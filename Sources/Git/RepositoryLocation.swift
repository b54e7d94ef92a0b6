/// Where a repository is: a value that may cross tasks and be opened again anywhere.
///
/// Everything that goes through the git program is an extension of it.
public struct RepositoryLocation: Sendable, Hashable {
  /// Absolute, without a final slash; for a linked worktree `…/.git/worktrees/NAME`.
  public let gitDirectory: String
  /// What all worktrees share; the same as `gitDirectory` in the main one.
  public let commonDirectory: String
  /// Absolute, without a final slash; nil in a bare repository.
  public let workTree: String?
  public let isBare: Bool
  /// The object directories that a hook's environment names, where pushed objects wait in
  /// quarantine; nil everywhere else.
  public let objects: ObjectDirectories?

  public struct ObjectDirectories: Sendable, Hashable {
    public let primary: String
    public let alternates: [String]
  }

  /// Whether this is a linked worktree, with refs and a HEAD of its own.
  public var isLinked: Bool { gitDirectory != commonDirectory }

  /// The directory in which the git program finds this repository by itself.
  public var directory: String { workTree ?? gitDirectory }
}
