internal import Synchronization

/// Whether a worker may be silent, since it waits for somebody to answer: until then, and for a
/// whole limit from then on, its silence says nothing.
public final class Patience: Sendable {
  private struct State {
    var isWaiting = false
    var ended: Int64 = 0
  }

  private let state = Mutex(State())

  public init() {}

  func begin() { state.withLock { $0.isWaiting = true } }

  func end() {
    state.withLock { state in
      guard state.isWaiting else { return }
      state = State(isWaiting: false, ended: Platform.milliseconds)
    }
  }

  /// From when on silence counts, for one who was heard last at `milliseconds`.
  func start(_ milliseconds: Int64, now: Int64) -> Int64 {
    state.withLock { $0.isWaiting ? now : max(milliseconds, $0.ended) }
  }
}
