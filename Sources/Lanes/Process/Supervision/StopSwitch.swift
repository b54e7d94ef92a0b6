internal import CProcess
internal import Synchronization

/// Asks running commands to stop, from any task or thread.
public final class StopSwitch: Sendable {
  private struct State {
    var requests: [StopCause] = []
    /// Write ends that wake those who supervise a command, by registration.
    var listeners: [Int: Int32] = [:]
    var registrations = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// Stops what runs now and all that is started later with this switch. A second request means
  /// impatience: the next, harsher signal is sent at once.
  public func request(_ cause: StopCause) {
    state.withLock { state in
      state.requests.append(cause)
      for wake in state.listeners.values { _ = o8_write(wake, [UInt8(0)], 1) }
    }
  }

  public var requests: [StopCause] { state.withLock(\.requests) }

  /// Has a byte written to `wake` at every request, until `forget`.
  func listen(waking wake: Int32) -> Int {
    state.withLock { state in
      state.registrations += 1
      state.listeners[state.registrations] = wake
      return state.registrations
    }
  }

  func forget(_ registration: Int) {
    state.withLock { _ = $0.listeners.removeValue(forKey: registration) }
  }
}
