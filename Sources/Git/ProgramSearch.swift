#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a program is found: asked of the file system, because Subprocess starts a process for
/// every directory of PATH until one succeeds.
enum ProgramSearch {
  /// The absolute path that `name` leads to; nil where it leads nowhere, or where PATH has
  /// entries that depend on the directory.
  static func path(of name: String, in path: String) -> String? {
    for directory in path.split(separator: ":", omittingEmptySubsequences: false) {
      guard directory.hasPrefix("/") else { return nil }
      let candidate = "\(directory)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}

extension ProgramEnvironment {
  /// PATH as the program will have it; nil where it has none.
  var searchPath: String? {
    if let changed = changes["PATH"] { return changed }
    return inherits ? getenv("PATH").map { String(cString: $0) } : nil
  }
}
