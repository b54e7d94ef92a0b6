internal import CProcess
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A lock that the kernel gives back when its last holder is gone, however it went.
///
/// The file stays; that it is there means nothing. A child that was passed the descriptor holds
/// the lock with us and after us.
public final class FileLock: Sendable {
  /// Where a detached lane finds the lock that it was started with.
  public static let inheritedDescriptor: Int32 = 3
  /// Those who only ask hold the lock for microseconds; more tries than this mean a machine that
  /// is out of breath.
  private static let attempts = 1000

  public let path: String
  /// Nil once given back.
  private let descriptor: Mutex<Descriptor?>

  private init(path: String, descriptor: Descriptor) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  /// For passing on; it stays ours. Nil after `release`.
  public var rawDescriptor: Int32? { descriptor.withLock { $0?.raw } }

  /// Takes the lock at `path`, making the file if need be; nil when somebody holds it.
  public static func take(_ path: String) throws(SystemFailure) -> FileLock? {
    let descriptor = try Descriptor(opening: path, for: .locking)
    for _ in 0..<attempts {
      let failed = o8_lock(descriptor.raw)
      if failed == 0 { return FileLock(path: path, descriptor: descriptor) }
      guard failed == EWOULDBLOCK else { throw SystemFailure("lock", path, lastErrno: failed) }
      // Shared with those who only ask, see `isHeld`; refused only by somebody who has it.
      guard flock(descriptor.raw, LOCK_SH | LOCK_NB) == 0 else { return nil }
      flock(descriptor.raw, LOCK_UN)
      usleep(100)
    }
    return nil
  }

  /// Takes over the lock that this process was started with, so that no program it starts in
  /// turn inherits it; nil when descriptor 3 is not the file at `path`.
  public static func inherited(_ path: String) -> FileLock? {
    var given = stat()
    var wanted = stat()
    guard fstat(inheritedDescriptor, &given) == 0, stat(path, &wanted) == 0,
      given.st_dev == wanted.st_dev, given.st_ino == wanted.st_ino,
      o8_close_on_exec(inheritedDescriptor, 1) == 0
    else { return nil }
    return FileLock(path: path, descriptor: Descriptor(inheritedDescriptor))
  }

  /// Whether anybody, ourselves included, holds the lock at `path`.
  public static func isHeld(_ path: String) -> Bool {
    let raw = open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { return false }
    let descriptor = Descriptor(raw)
    // Shared, so that two who ask do not see each other.
    return flock(descriptor.raw, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Gives the lock back, as far as it is ours; so does dropping the last reference.
  public func release() { descriptor.withLock { $0 = nil } }

  /// Leaves giving it back to the end of this process.
  public func keepUntilExit() {
    descriptor.withLock { descriptor in
      if let kept = descriptor { Self.kept.withLock { $0.append(kept) } }
    }
  }

  private static let kept = Mutex<[Descriptor]>([])
}
