import Runtimes

/// Turns what a conversation's events say into what is shown of them, in their order.
struct EventTelling {
  /// What the program had counted by then, where it counts over the whole conversation.
  private var counted: TranscriptEvent.Usage?

  /// Nil for what only repeats what was shown.
  mutating func event(_ event: TranscriptEvent) -> SessionEvent? {
    guard case .usage(let usage) = event.body, usage.counts == .conversation else {
      return SessionEvent(event)
    }
    defer { counted = usage }
    guard usage != counted else { return nil }
    var told = SessionEvent(event)
    told.text += " so far"
    if let before = counted {
      let input = max(0, usage.inputTokens - before.inputTokens)
      let output = max(0, usage.outputTokens - before.outputTokens)
      told.text = "\(input) in, \(output) out; \(told.text)"
    }
    return told
  }
}
