internal import CProcess

// The C library under its name on each system; every file that makes a system call goes through
// the few functions here.
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// System calls with their errno, spelled once for all systems.
enum Platform {
  /// How many processors there are to run on, at least 1.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  static var lastError: Int32 { errno }

  static func text(of error: Int32) -> String { String(cString: strerror(error)) }

  /// Milliseconds since 1970, for people to read.
  static var wallMilliseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Milliseconds of a clock that nobody sets, for limits and durations.
  static var milliseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }

  static func isRunnableFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}

/// A file descriptor that is closed when its last owner goes.
final class Descriptor: Sendable {
  let raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  enum Purpose { case reading, appending, locking }

  /// Opens `path` so that no program started meanwhile inherits it. Throws the errno.
  convenience init(opening path: String, for purpose: Purpose) throws(SystemFailure) {
    let flags =
      switch purpose {
      case .reading: O_RDONLY
      case .appending: O_WRONLY | O_CREAT | O_APPEND
      case .locking: O_RDWR | O_CREAT
      }
    let raw = open(path, flags | O_CLOEXEC, 0o600)
    guard raw >= 0 else { throw SystemFailure("open", path, lastErrno: errno) }
    self.init(raw)
  }

  /// What is there now, at most `buffer.count` bytes; 0 at the end, nil when nothing is there yet.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    while true {
      let count = Self.read(raw, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EINTR { continue }
      // A broken end is an end: nothing more can come from it.
      return errno == EAGAIN ? nil : 0
    }
  }

  /// Writes what fits now without a SIGPIPE; nil when nothing does, an errno thrown otherwise.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemFailure) -> Int? {
    while true {
      let count = o8_write(raw, bytes.baseAddress, UInt(bytes.count))
      if count >= 0 { return count }
      if -count == EINTR { continue }
      if -count == EAGAIN { return nil }
      throw SystemFailure("write to", "descriptor \(raw)", lastErrno: Int32(-count))
    }
  }

  private static func read(_ raw: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(raw, into, count)
    #elseif canImport(Musl)
      Musl.read(raw, into, count)
    #else
      Darwin.read(raw, into, count)
    #endif
  }

  func setNonblocking() { _ = o8_nonblocking(raw) }
}

/// A system call that failed, on what, and why.
public struct SystemFailure: Error, Hashable, Sendable {
  public let attempted: String
  public let subject: String
  public let errno: Int32

  init(_ attempted: String, _ subject: String, lastErrno errno: Int32) {
    self.attempted = attempted
    self.subject = subject
    self.errno = errno
  }
}

extension SystemFailure: CustomStringConvertible {
  public var description: String { "cannot \(attempted) \(subject): \(Platform.text(of: errno))" }
}
