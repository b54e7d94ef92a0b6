import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The few file operations that keys need, with their permissions.
enum KeyDirectory {
  static let directoryMode: mode_t = 0o700
  static let secretMode: mode_t = 0o600
  static let publicMode: mode_t = 0o644

  /// The bytes of `path`, or nil when there is no such file. A private key that others may read
  /// is refused, as `ssh-keygen` does; another secret also where somebody else made it.
  static func read(
    _ path: String, limit: Int, isSecret: Bool = false
  ) throws(SigningError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw failure("read the key", path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("read the key", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SigningError("read the key", path, "it is no file", hint: "name the key's file")
    }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < bytes.count {
      let more = bytes.withUnsafeMutableBytes { buffer in
        try? FileDescriptor(rawValue: file).read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      }
      guard let more else { throw failure("read the key", path) }
      if more == 0 { break }
      count += more
    }
    guard count <= limit else {
      throw SigningError(
        "read the key", path, "it has more than \(limit) bytes", hint: "name the key's file")
    }
    let content = Array(bytes.prefix(count))
    let isOwn = status.st_uid == getuid()
    guard isOwn || !isSecret else {
      throw SigningError("use the secret", path, "it is somebody else's", hint: "delete it")
    }
    if isSecret || PrivateKeyFile.isStart(of: content), isOwn, status.st_mode & 0o077 != 0 {
      throw SigningError(
        "use the private key", path, "others may read it", hint: "run: chmod 600 \(path)")
    }
    return content
  }

  /// Makes `path` and what is missing above it, for the owner alone.
  static func make(_ path: String) throws(SigningError) {
    if mkdir(path, directoryMode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw failure("make the directory", path)
    }
    try make(String(path[..<slash]))
    guard mkdir(path, directoryMode) == 0 || errno == EEXIST else {
      throw failure("make the directory", path)
    }
  }

  /// Puts a complete file at `path` unless one is there; says whether it did. Nobody ever sees
  /// half a file: it is written under another name and linked.
  static func place(
    _ content: [UInt8], at path: String, mode: mode_t
  ) throws(SigningError) -> Bool {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
    try write(content, to: temporary, mode: mode)
    defer { unlink(temporary) }
    if link(temporary, path) == 0 { return true }
    guard errno == EEXIST else { throw failure("make the key", path) }
    return false
  }

  static func write(
    _ content: [UInt8], to path: String, mode: mode_t
  ) throws(SigningError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure("write the key", path) }
    defer { close(file) }
    let isWritten = (try? FileDescriptor(rawValue: file).writeAll(content)) != nil
    guard isWritten, fsync(file) == 0 else {
      let error = failure("write the key", path)
      unlink(path)
      throw error
    }
  }

  static func failure(_ attempted: String, _ path: String) -> SigningError {
    SigningError(
      attempted, path, String(cString: strerror(errno)),
      hint: SigningError.otherKey)
  }
}
