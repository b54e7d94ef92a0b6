import CGit2

/// The parts of the repository format that decide whether libgit2 1.5 reads it rightly.
enum Format {
  static let objectFormat = "objectformat"
  static let referenceStorage = "refstorage"

  /// Refuses what was let through only to be named here.
  static func check(
    _ repository: OpaquePointer, _ location: RepositoryLocation
  ) throws(GitError) {
    try addWorktreeConfiguration(repository, location)
    let configuration = try Handle<ConfigurationKind>(
      "read the configuration of", on: location.directory
    ) { git_repository_config_snapshot(&$0, repository) }
    try require(
      "sha1", of: objectFormat, in: configuration,
      else: "o8 works on SHA-1 repositories only so far", location)
    try require(
      "files", of: referenceStorage, in: configuration,
      else: "o8 needs references as files; `git refs migrate --ref-format=files` converts",
      location)
  }

  private static func require(
    _ wanted: String, of name: String, in configuration: borrowing Handle<ConfigurationKind>,
    else advice: String, _ location: RepositoryLocation
  ) throws(GitError) {
    var text: UnsafePointer<CChar>?
    guard git_config_get_string(&text, configuration.pointer, "extensions.\(name)") == 0,
      let text
    else { return }
    let value = String(cString: text)
    guard value != wanted else { return }
    throw GitError(
      .unsupported, "open the repository at", on: location.directory,
      "extensions.\(name) is \(value); \(advice)")
  }

  /// Puts a worktree's own file above the repository's; libgit2 does not know of it.
  private static func addWorktreeConfiguration(
    _ repository: OpaquePointer, _ location: RepositoryLocation
  ) throws(GitError) {
    let configuration = try Handle<ConfigurationKind>(
      "read the configuration of", on: location.directory
    ) { git_repository_config(&$0, repository) }
    var wanted: Int32 = 0
    guard git_config_get_bool(&wanted, configuration.pointer, "extensions.worktreeConfig") == 0,
      wanted == 1
    else { return }
    let path = location.gitDirectory + "/config.worktree"
    let added = git_config_add_file_ondisk(
      configuration.pointer, path, GIT_CONFIG_LEVEL_APP, repository, 0)
    try GitError.check(added, "read the configuration in", path)
  }
}
