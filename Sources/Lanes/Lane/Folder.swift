#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Directories and small files of o8's own.
public enum Folder {
  /// Makes `path` and what is missing above it, for this user alone.
  public static func make(_ path: String) throws(SystemFailure) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    let failed = errno
    let parent = parent(of: path)
    guard failed == ENOENT, parent != path else {
      throw SystemFailure("make directory", path, lastErrno: failed)
    }
    try make(parent)
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw SystemFailure("make directory", path, lastErrno: errno)
    }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// Whether a directory is there that this user may make files in.
  static func isUsable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && access(path, W_OK | X_OK) == 0
  }

  /// Links are not followed.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The bytes of an ordinary file; nil for anything else, links included.
  static func size(ofFile path: String) -> Int? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Replaces the file at `path` in one step.
  static func write(_ bytes: [UInt8], to path: String) throws(SystemFailure) {
    let fresh = "\(path).\(getpid())"
    unlink(fresh)
    let file = try Descriptor(opening: fresh, for: .appending)
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { bytes in
        Result { () throws(SystemFailure) in try file.write(bytes) }
      }
      rest = rest.dropFirst(try written.get() ?? 0)
    }
    guard rename(fresh, path) == 0 else {
      throw SystemFailure("write", path, lastErrno: errno)
    }
  }

  /// Puts other bytes into a file that stays the same one, since it is mounted somewhere.
  static func overwrite(_ path: String, with bytes: [UInt8]) throws(SystemFailure) {
    let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw SystemFailure("open", path, lastErrno: errno) }
    defer { close(file) }
    let count = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    guard count == bytes.count, ftruncate(file, off_t(count)) == 0 else {
      throw SystemFailure("write", path, lastErrno: errno)
    }
  }

  /// A small file's bytes; nil where it cannot be read.
  static func read(_ path: String, limit: Int) -> [UInt8]? {
    guard let file = try? Descriptor(opening: path, for: .reading) else { return nil }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      while filled < limit {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        guard let more = file.read(into: room), more > 0 else { return }
        filled += more
      }
    }
  }

  /// How long ago a file was written; nil where none is there.
  static func ageSeconds(of path: String) -> Double? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let written = status.st_mtimespec
    #else
      let written = status.st_mtim
    #endif
    let milliseconds = Int64(written.tv_sec) * 1000 + Int64(written.tv_nsec) / 1_000_000
    return max(0, Double(Platform.wallMilliseconds - milliseconds) / 1000)
  }

  /// When a file was changed last, in seconds since 1970, which nobody can set.
  static func changedSeconds(of path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      return Int64(status.st_ctimespec.tv_sec)
    #else
      return Int64(status.st_ctim.tv_sec)
    #endif
  }

  static func removeFile(_ path: String) { unlink(path) }

  /// Removes a directory that nothing is in; any other stays.
  static func removeEmpty(_ path: String) { rmdir(path) }

  /// Moves what stands at `path` out of the way, and says where to.
  static func setAside(
    _ path: String, to stem: String? = nil
  ) throws(SystemFailure) -> String {
    for number in 1...1000 {
      let place = "\(stem ?? path).\(number)"
      guard !exists(place) else { continue }
      guard rename(path, place) == 0 else {
        throw SystemFailure("move aside", path, lastErrno: errno)
      }
      return place
    }
    throw SystemFailure("move aside", path, lastErrno: EEXIST)
  }
}
