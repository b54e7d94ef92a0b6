#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A program as it lies on this machine now: an update makes another one of it.
struct InstalledProgram: Hashable, Sendable {
  /// Absolute, as PATH leads to it.
  let path: String
  let bytes: Int64
  let changedNanoseconds: Int64

  /// Nil where it is not found, or where PATH has entries that depend on the directory.
  init?(_ name: String, in environment: [String: String]) {
    guard !name.contains("/") else {
      guard name.hasPrefix("/") else { return nil }
      self.init(at: name)
      return
    }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      guard folder.hasPrefix("/") else { return nil }
      if let found = InstalledProgram(at: "\(folder)/\(name)") {
        self = found
        return
      }
    }
    return nil
  }

  private init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0
    else { return nil }
    self.path = path
    bytes = Int64(status.st_size)
    changedNanoseconds = UserFile.changed(status)
  }
}
