#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Paths as the system knows them.
enum RealPath {
  /// The path without links; nil where nothing is there.
  static func of(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
