internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Tells when something in directories, not below them, may have changed.
///
/// On Linux the kernel tells at once; a slow tick covers what it cannot tell, such as a lock that
/// was given back, and a directory that does not exist yet. Elsewhere the tick is all there is.
final class DirectoryWatch {
  /// One element or more for any number of changes since the last.
  let changes: AsyncStream<Void>
  private let sink: AsyncStream<Void>.Continuation
  private let timer: any DispatchSourceTimer
  private let notifications: (any DispatchSourceRead)?

  /// - `tickMilliseconds`: how late a change is seen that nobody told of.
  convenience init(_ path: String, tickMilliseconds: Int) {
    self.init(tickMilliseconds: tickMilliseconds) { [path] }
  }

  /// - `paths`: asked at every tick, since directories come and go.
  init(tickMilliseconds: Int, paths: @escaping @Sendable () -> [String]) {
    let (changes, sink) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.changes = changes
    self.sink = sink
    let queue = DispatchQueue(label: "o8.watch")
    let kernel = Self.openNotifications()
    notifications = kernel.map { kernel in
      let source = DispatchSource.makeReadSource(fileDescriptor: kernel.raw, queue: queue)
      source.setEventHandler {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
          while let count = kernel.read(into: buffer), count > 0 {}
        }
        sink.yield()
      }
      source.activate()
      return source
    }
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(
      deadline: .now(), repeating: .milliseconds(tickMilliseconds),
      leeway: .milliseconds(tickMilliseconds / 4))
    timer.setEventHandler {
      if let kernel { for path in paths() { Self.watch(path, kernel) } }
      sink.yield()
    }
    timer.activate()
  }

  /// Has those who wait look as if something had changed.
  var nudge: @Sendable () -> Void {
    { [sink] in sink.yield() }
  }

  deinit {
    timer.cancel()
    notifications?.cancel()
    sink.finish()
  }

  #if os(Linux)
    private static func openNotifications() -> Descriptor? {
      let raw = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
      return raw < 0 ? nil : Descriptor(raw)
    }

    /// Starts watching once the directory exists; saying it again changes nothing.
    private static func watch(_ path: String, _ kernel: Descriptor) {
      let events = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE
      inotify_add_watch(kernel.raw, path, UInt32(events))
    }
  #else
    private static func openNotifications() -> Descriptor? { nil }
    private static func watch(_ path: String, _ kernel: Descriptor) {}
  #endif
}
