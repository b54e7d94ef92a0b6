internal import Synchronization

/// Messages for a worker that is at work, from any task or thread.
public final class SteeringQueue: Sendable {
  /// What became of a message.
  public enum Fate: Hashable, Sendable {
    /// It was handed to the worker.
    case delivered
    /// No worker is there, or it takes nothing while it works.
    case undeliverable
  }

  private struct Message {
    let text: String
    let told: @Sendable (Fate) -> Void
  }

  private struct State {
    var waiting: [Message] = []
    var delivered: [String] = []
    var wakers = Wakers()
    /// Messages are for one run; before and behind it none can be delivered.
    var isOpen = false
  }

  private let state = Mutex(State())

  public init() {}

  /// Hands a message to the run that has this queue; `told` hears once what became of it.
  public func say(_ text: String, told: @escaping @Sendable (Fate) -> Void) {
    let isOpen = state.withLock { state in
      guard state.isOpen else { return false }
      state.waiting.append(Message(text: text, told: told))
      state.wakers.wake()
      return true
    }
    if !isOpen { told(.undeliverable) }
  }

  /// What the last run's worker was handed, in this order.
  public var delivered: [String] { state.withLock(\.delivered) }

  /// Begins a run; what was said in one before is forgotten.
  func open(waking end: Int32) -> Int {
    state.withLock { state in
      state.delivered = []
      state.isOpen = true
      return state.wakers.add(writingTo: end)
    }
  }

  /// Settles each waiting message by `deliver`, which returns whether it was handed over.
  func settle(_ deliver: (String) -> Bool) {
    let waiting = state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
    for message in waiting {
      let isDelivered = deliver(message.text)
      if isDelivered { state.withLock { $0.delivered.append(message.text) } }
      message.told(isDelivered ? .delivered : .undeliverable)
    }
  }

  func close(_ registration: Int) {
    state.withLock { state in
      state.isOpen = false
      state.wakers.remove(registration)
    }
    settle { _ in false }
  }
}
