internal import Synchronization

/// Asks running commands to stop, from any task or thread.
public final class StopSwitch: Sendable {
  private struct State {
    var requests: [StopCause] = []
    var wakers = Wakers()
    /// Whether a worker's turn is under way.
    var isInTurn = false
  }

  private let state = Mutex(State())

  public init() {}

  /// Stops what runs now and all that is started later with this switch. A second request means
  /// impatience: the next, harsher signal is sent at once.
  ///
  /// What concerns a turn alone stops no more than that, and nothing where none is under way.
  public func request(_ cause: StopCause) {
    state.withLock { state in
      guard state.isInTurn || !cause.isOfTurn else { return }
      state.requests.append(cause)
      state.wakers.wake()
    }
  }

  public var requests: [StopCause] { state.withLock(\.requests) }

  /// Does `body`, which runs a worker's turn.
  func duringTurn<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    state.withLock { $0.isInTurn = true }
    defer {
      state.withLock { state in
        state.isInTurn = false
        state.requests.removeAll(where: \.isOfTurn)
      }
    }
    return try await body()
  }

  /// Has a byte written to `end` at every request, until `forget`.
  func listen(waking end: Int32) -> Int { state.withLock { $0.wakers.add(writingTo: end) } }

  /// Has `call` made at every request, until `forget`: at once, so it is to take no time.
  public func listen(calling call: @escaping @Sendable () -> Void) -> Int {
    state.withLock { $0.wakers.add(call) }
  }

  public func forget(_ registration: Int) { state.withLock { $0.wakers.remove(registration) } }
}

extension StopCause {
  /// Whether it ends what a worker is at, and nothing that comes after.
  fileprivate var isOfTurn: Bool { self == .redirect || self == .hopeless }
}
