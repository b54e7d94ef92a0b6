#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A repository's configuration file, changed under the lock that git itself takes.
struct ConfigFile {
  /// The file behind any symbolic link, as git takes it.
  let path: String

  /// A configuration that is longer was not written by hand or by git.
  static let byteLimit = 4 << 20

  init(commonDirectory: String) {
    let path = commonDirectory + "/config"
    self.path = FilePaths.resolved(path) ?? path
  }

  func read() throws(SetupError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw failure("read", "it is missing or unreadable")
    }
    guard data.count <= Self.byteLimit else {
      throw failure("read", "it is longer than \(Self.byteLimit) bytes")
    }
    return [UInt8](data)
  }

  /// Replaces the content by what `change` makes of it, in one step. Returns whether it did.
  @discardableResult
  func change(_ change: ([UInt8]) -> [UInt8]) throws(SetupError) -> Bool {
    let before = try read()
    guard change(before) != before else { return false }
    let lock = path + ".lock"
    let descriptor = try takeLock(lock)
    do throws(SetupError) {
      defer { close(descriptor) }
      // Read again: only what was read under the lock may be replaced.
      try write(change(try read()), to: descriptor)
    } catch {
      unlink(lock)
      throw error
    }
    guard rename(lock, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(lock)
      throw failure("replace", reason)
    }
    return true
  }

  /// Who holds the lock writes a small file: a second is long, and a lock that is older was left
  /// behind.
  private static let lockAttempts = 50
  private static let lockPauseMicroseconds: UInt32 = 20_000

  private func takeLock(_ lock: String) throws(SetupError) -> Int32 {
    for attempt in 1...Self.lockAttempts {
      let descriptor = open(lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 { return descriptor }
      guard errno == EEXIST, attempt < Self.lockAttempts else { break }
      usleep(Self.lockPauseMicroseconds)
    }
    let reason = errno
    throw SetupError(
      "lock", on: path, String(cString: strerror(reason)),
      hint: reason == EEXIST
        ? "another git is at work, or died and left \(lock): when none runs, delete that file"
        : "see that it is yours, then run the command again")
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(SetupError) {
    var status = stat()
    if stat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure("write", String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else {
      throw failure("write", String(cString: strerror(errno)))
    }
  }

  private func failure(_ attempted: String, _ detail: String) -> SetupError {
    SetupError(
      attempted, on: path, detail,
      hint: "see that no other git changes it and that it is yours, then run the command again")
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
