internal import CProcess
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Starts the process of a lane so that it outlives this one.
public enum DetachedLane {
  /// Lanes that this process started and has not reaped yet.
  private static let started = Mutex<Set<Int32>>([])

  /// Starts `executable` in a session of its own, without a terminal, both outputs appended to
  /// the file `output`, with `lock` as its descriptor 3. Returns its process id.
  ///
  /// Once this returns, dropping `lock` here leaves it with the lane alone.
  @discardableResult
  public static func start(
    _ executable: String, arguments: [String], environment: [String: String], directory: String,
    output: String, lock: FileLock
  ) throws(SystemFailure) -> Int32 {
    reapEnded()
    guard let held = lock.rawDescriptor else {
      throw SystemFailure("pass on", lock.path, lastErrno: EBADF)
    }
    var process: Int32 = 0
    let failed = CStrings.with([executable] + arguments) { argumentList in
      CStrings.with(environment.map { "\($0)=\($1)" }.sorted()) { environmentList in
        o8_spawn_detached(
          executable, argumentList, environmentList, directory, output, held,
          &process)
      }
    }
    guard failed == 0 else { throw SystemFailure("start", executable, lastErrno: failed) }
    started.withLock { _ = $0.insert(process) }
    return process
  }

  /// Lets go of lanes that have ended; a process that starts many would else collect zombies.
  public static func reapEnded() {
    started.withLock { processes in
      processes = processes.filter { waitpid($0, nil, WNOHANG) == 0 }
    }
  }
}

/// String arrays as C takes them.
enum CStrings {
  /// Calls `body` with a null-terminated array that is gone when it returns.
  static func with<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var copies = strings.map { strdup($0) }
    copies.append(nil)
    defer { for copy in copies { free(copy) } }
    return body(copies)
  }
}
