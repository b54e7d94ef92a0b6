import CGit2

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Repository {
  /// Opens the repository that git names to a hook, quarantined objects included.
  public static func openFromEnvironment() throws(GitError) -> Repository {
    var environment: [String: String] = [:]
    for name in ["GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return try open(environment: environment)
  }

  /// Opens what `GIT_DIR`, `GIT_OBJECT_DIRECTORY` and `GIT_ALTERNATE_OBJECT_DIRECTORIES` name.
  ///
  /// The owner is not asked for: git has decided that already before it ran the hook. libgit2's
  /// own reading of the environment fails as soon as `GIT_WORK_TREE` is set, hence ours.
  public static func open(environment: [String: String]) throws(GitError) -> Repository {
    try Library.start()
    let named = environment["GIT_DIR"]
    let objects = environment["GIT_OBJECT_DIRECTORY"].map { primary in
      RepositoryLocation.ObjectDirectories(
        primary: primary,
        alternates: (environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] ?? "")
          .split(separator: ":").map(String.init))
    }
    return try Repository(
      named ?? ".", flags: named == nil ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, ceiling: nil,
      owner: .anyone, objects: objects)
  }
}
