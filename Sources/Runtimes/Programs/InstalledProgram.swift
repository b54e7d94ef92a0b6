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
  /// The same without links.
  let realPath: String
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
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0,
      let real = realpath(path, nil)
    else { return nil }
    defer { free(real) }
    self.path = path
    realPath = String(cString: real)
    bytes = Int64(status.st_size)
    changedNanoseconds = UserFile.changed(status)
  }

  /// What has to be seen of the machine for it to start: many a program on PATH is a link to where
  /// its parts are.
  var places: [HomePlace] {
    let parts = realPath.split(separator: "/", omittingEmptySubsequences: false)
    // A script's modules may be anywhere in the outermost folder of modules.
    let modules = parts.firstIndex(of: "node_modules").map { parts[...$0].joined(separator: "/") }
    let folder = modules ?? parts.dropLast().joined(separator: "/")
    return [HomePlace(folder, .reading), HomePlace(realPath, .reading)]
  }
}
