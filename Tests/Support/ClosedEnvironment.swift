#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This process's own environment, closed to the machine: what the code under test inherits.
enum ClosedEnvironment {
  /// Entered once, by the first test that needs a directory, before libgit2 looks for a home.
  static let entered: Void = {
    let variables = [
      // Nobody's home: what wrongly writes there fails instead of touching the user's.
      "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent/.config",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "TZ": "UTC",
      "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
      "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org",
    ]
    for (name, value) in variables { setenv(name, value, 1) }
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "SSH_AUTH_SOCK"] { unsetenv(name) }
  }()
}
