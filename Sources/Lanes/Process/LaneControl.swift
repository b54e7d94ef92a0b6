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
    /// Stop what the worker is at, so that it hears what was said to it and goes on.
    case redirect

    public var cause: StopCause {
      switch self {
      case .interrupt: .interrupt
      case .cancel: .cancel
      case .redirect: .redirect
      }
    }
  }

  public let directory: String

  public init(directory: String) { self.directory = directory }

  /// Leaves a request for the lane that holds the lock, or for the next one.
  public func ask(_ request: Request) throws(SystemFailure) {
    _ = try Descriptor(opening: path(of: request), for: .appending)
  }

  /// Takes a request away. Returns whether it was there; of two takers one is told so.
  public func take(_ request: Request) -> Bool { unlink(path(of: request)) == 0 }

  /// What is said to the worker while it works.
  public var letters: LaneLetters { LaneLetters(in: directory) }

  /// Passes requests on to `stop` and messages to `steering`, those left before included, until
  /// the task is cancelled.
  public func forward(to stop: StopSwitch, steering: SteeringQueue = SteeringQueue()) async {
    let (directory, letters) = (directory, letters)
    let watch = DirectoryWatch(tickMilliseconds: Self.tickMilliseconds) {
      [directory, letters.directory]
    }
    for await _ in watch.changes {
      for request in Request.allCases where take(request) { stop.request(request.cause) }
      letters.forward(to: steering)
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

  /// Who the keys are for by which a person interrupts a program.
  public enum Keys: Hashable, Sendable {
    case ourselves
    /// A program that was given the terminal: it hears of them by itself.
    case programOnTerminal
  }

  public init(forwardingTo stop: StopSwitch, keysAreFor keys: Keys = .ourselves) {
    var causes: [(Int32, StopCause)] = [(SIGTERM, .shutdown), (SIGHUP, .shutdown)]
    switch keys {
    case .ourselves: causes.append((SIGINT, .interrupt))
    case .programOnTerminal: for number in [SIGINT, SIGQUIT] { signal(number, SIG_IGN) }
    }
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
