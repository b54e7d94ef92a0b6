internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How other processes ask a running lane to stop: files in the lane's own directory below
/// `<git-common-dir>/o8/`, which the lane takes away when it has seen them.
public struct LaneControl: Hashable, Sendable {
  /// The kernel tells of new files at once; this is for file systems where it does not.
  private static let tickMilliseconds = 1000

  public enum Request: String, CaseIterable, Hashable, Sendable {
    case interrupt
    case cancel

    var cause: StopCause { self == .interrupt ? .interrupt : .cancel }
  }

  public let directory: String

  public init(directory: String) { self.directory = directory }

  /// Leaves a request for the lane that holds the lock, or for the next one.
  public func ask(_ request: Request) throws(SystemFailure) {
    _ = try Descriptor(opening: path(of: request), for: .appending)
  }

  /// Takes a request away. Returns whether it was there; of two takers one is told so.
  public func take(_ request: Request) -> Bool { unlink(path(of: request)) == 0 }

  /// Passes requests on to `stop`, those left before included, until the task is cancelled.
  public func forward(to stop: StopSwitch) async {
    let watch = DirectoryWatch(directory, tickMilliseconds: Self.tickMilliseconds)
    for await _ in watch.changes {
      for request in Request.allCases where take(request) { stop.request(request.cause) }
    }
    withExtendedLifetime(watch) {}
  }

  private func path(of request: Request) -> String { "\(directory)/\(request.rawValue)" }
}

/// Turns the signals that ask this process to end into requests, as long as it exists.
///
/// The process then ends in order: commands are stopped, snapshots taken, locks given back.
public final class TerminationSignals {
  private let sources: [any DispatchSourceSignal]

  public init(forwardingTo stop: StopSwitch) {
    let causes: [(Int32, StopCause)] = [
      (SIGINT, .interrupt), (SIGTERM, .shutdown), (SIGHUP, .shutdown),
    ]
    sources = causes.map { number, cause in
      // Else the default action comes before any handler. What we start gets the default back.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { stop.request(cause) }
      source.activate()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }
}
