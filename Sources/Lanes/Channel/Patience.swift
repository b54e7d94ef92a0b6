internal import Synchronization

/// Whether a worker waits for somebody to answer: until then, and for a whole limit from then on, its
/// silence says nothing, and its time stands still.
public final class Patience: Sendable {
  /// As long as a question can wait for its answer: who asks on and on does not work for ever.
  static let heldMillisecondsMost: Int64 = 86_400_000

  /// For what it waits.
  public enum Reason: Hashable, Sendable {
    /// The answer to a question.
    case answer
    /// A person, who has taken its place.
    case person
  }

  private struct State {
    var reasons: Set<Reason> = []
    /// Since when it waits; nil while it does not.
    var since: Int64?
    var ended: Int64 = 0
    /// For how long it waited before.
    var held: Int64 = 0
  }

  private let state = Mutex(State())

  public init() {}

  func begin(_ reason: Reason = .answer) {
    state.withLock { state in
      state.reasons.insert(reason)
      if state.since == nil { state.since = Platform.milliseconds }
    }
  }

  func end(_ reason: Reason = .answer) {
    state.withLock { state in
      guard state.reasons.remove(reason) != nil, state.reasons.isEmpty, let since = state.since
      else { return }
      let now = Platform.milliseconds
      state = State(ended: now, held: state.held + now - since)
    }
  }

  /// From when on silence counts, for one who was heard last at `milliseconds`.
  func start(_ milliseconds: Int64, now: Int64) -> Int64 {
    state.withLock { $0.since == nil ? max(milliseconds, $0.ended) : now }
  }

  /// For how long it has waited by now, which is no time of its work.
  func held(now: Int64) -> Int64 {
    state.withLock { state in
      let waiting = state.since.map { max(0, now - $0) } ?? 0
      return min(state.held + waiting, Self.heldMillisecondsMost)
    }
  }
}
