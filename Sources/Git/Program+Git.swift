import Synchronization

extension Program {
  /// git as o8 runs it: it asks nobody, opens no pager or editor, speaks English, shows
  /// objects and history as they are, and is told its repository by its directory alone.
  public static let git = Program("git", environment: gitEnvironment)

  private static let gitEnvironment = ProgramEnvironment.inherited.changing(
    [
      "GIT_TERMINAL_PROMPT": "0", "GIT_PAGER": "cat", "GIT_EDITOR": ":",
      "GIT_SEQUENCE_EDITOR": ":", "LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1",
      // Grafts are what replacements were before; a path that leads nowhere is no complaint.
      "GIT_GRAFT_FILE": "/dev/null/none",
    ].merging(repositoryVariables.map { ($0, nil) }) { own, _ in own })

  /// What binds git to one repository (`git rev-parse --local-env-vars`): a hook's environment
  /// holds them, and they must not lead a command into another repository than the one meant.
  public static let repositoryVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT", "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX", "GIT_INTERNAL_SUPER_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
    "GIT_NAMESPACE", "GIT_QUARANTINE_PATH",
  ]

  /// The version of git, asked for once a process.
  ///
  /// Throws `programMissing`, or `programTooOld` below `GitVersion.required`.
  @discardableResult
  public static func gitVersion() async throws(GitError) -> GitVersion {
    if let known = knownVersion.withLock({ $0 }) { return known }
    let version = try await version(of: git)
    knownVersion.withLock { $0 = version }
    return version
  }

  static func version(of git: Program) async throws(GitError) -> GitVersion {
    let text = try await git.run(["version"]).text
    guard let version = GitVersion(output: text) else {
      throw GitError(.programFailed(exit: 0), "ask the version of", on: git.name, text)
    }
    guard version >= .required else {
      throw GitError(
        .programTooOld, "use", on: "\(git.name) \(version)",
        "o8 needs \(GitVersion.required) or newer")
    }
    return version
  }

  private static let knownVersion = Mutex<GitVersion?>(nil)
}
