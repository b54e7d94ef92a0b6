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
  private let holding: Mutex<Holding>

  private struct Holding {
    /// Nil once given back.
    var descriptor: Descriptor?
    /// Whether others may hold the lock with us.
    var isShared = false

    /// A lock that is ours alone is undone by name: closing leaves it with every child that any
    /// thread has just forked, until that becomes another program.
    mutating func giveBack() {
      if !isShared, let descriptor { flock(descriptor.raw, LOCK_UN) }
      descriptor = nil
    }
  }

  private init(path: String, descriptor: Descriptor) {
    self.path = path
    holding = Mutex(Holding(descriptor: descriptor))
  }

  deinit { release() }

  /// For passing on; it stays ours. Nil after `release`.
  public var rawDescriptor: Int32? {
    holding.withLock { holding in
      holding.isShared = true
      return holding.descriptor?.raw
    }
  }

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
    guard flock(descriptor.raw, LOCK_SH | LOCK_NB) == 0 else { return errno == EWOULDBLOCK }
    flock(descriptor.raw, LOCK_UN)
    return false
  }

  /// Gives the lock back, as far as it is ours; so does dropping the last reference.
  public func release() { holding.withLock { $0.giveBack() } }

  /// Leaves giving it back to the end of this process.
  public func keepUntilExit() {
    guard let kept = holding.withLock({ $0.descriptor }) else { return }
    holding.withLock { $0.isShared = true }
    Self.kept.withLock { $0.append(kept) }
  }

  private static let kept = Mutex<[Descriptor]>([])
}
