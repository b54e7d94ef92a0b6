internal import Synchronization

/// Asks running commands to stop, from any task or thread.
public final class StopSwitch: Sendable {
  private struct State {
    var requests: [StopCause] = []
    var wakers = Wakers()
  }

  private let state = Mutex(State())

  public init() {}

  /// Stops what runs now and all that is started later with this switch. A second request means
  /// impatience: the next, harsher signal is sent at once.
  public func request(_ cause: StopCause) {
    state.withLock { state in
      state.requests.append(cause)
      state.wakers.wake()
    }
  }

  public var requests: [StopCause] { state.withLock(\.requests) }

  /// Has a byte written to `end` at every request, until `forget`.
  func listen(waking end: Int32) -> Int { state.withLock { $0.wakers.add(end) } }

  func forget(_ registration: Int) { state.withLock { $0.wakers.remove(registration) } }
}
