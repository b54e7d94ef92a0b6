internal import Synchronization

/// Whether a worker may be silent, since it waits for somebody to answer: until then, and for a
/// whole limit from then on, its silence says nothing.
public final class Patience: Sendable {
  /// For what it waits.
  public enum Reason: Hashable, Sendable {
    /// The answer to a question.
    case answer
    /// A person, who has taken its place.
    case person
  }

  private struct State {
    var reasons: Set<Reason> = []
    var ended: Int64 = 0
  }

  private let state = Mutex(State())

  public init() {}

  func begin(_ reason: Reason = .answer) { state.withLock { _ = $0.reasons.insert(reason) } }

  func end(_ reason: Reason = .answer) {
    state.withLock { state in
      guard state.reasons.remove(reason) != nil, state.reasons.isEmpty else { return }
      state.ended = Platform.milliseconds
    }
  }

  /// From when on silence counts, for one who was heard last at `milliseconds`.
  func start(_ milliseconds: Int64, now: Int64) -> Int64 {
    state.withLock { $0.reasons.isEmpty ? max(milliseconds, $0.ended) : now }
  }
}
