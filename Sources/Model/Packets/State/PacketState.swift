/// Where a packet stands.
public enum PacketState: String, CaseIterable, Hashable, Sendable {
  /// Asked for; no worker runs yet.
  case queued
  /// With its worker, or with its author where the work was adopted.
  case running
  /// In the middle of an attempt, until somebody answers, a limit passes or it is resumed.
  case waiting
  /// Handed in; the gates judge it.
  case gating
  /// The gates are green; people judge it.
  case review
  case approved
  /// The attempts are used up; `retry` starts over.
  case failed
  case landed, rejected, cancelled, reported
}

extension PacketState {
  public var isOpen: Bool {
    switch self {
    case .queued, .running, .waiting, .gating, .review, .approved, .failed: true
    case .landed, .rejected, .cancelled, .reported: false
    }
  }

  /// The state machine. Staying where it is is no step.
  public func canBecome(_ next: PacketState) -> Bool {
    switch (self, next) {
    case (.queued, .running): true  // a worker starts
    case (.queued, .gating): true  // adopted work is handed in, or once more what was red
    case (.running, .waiting): true  // a question, a limit, an interrupt
    case (.running, .gating): true  // handed in
    case (.running, .reported): true  // it delivered a report, not a change
    case (.waiting, .running): true
    case (.gating, .review): true  // every gate is green
    case (.gating, .running): true  // a gate was red: its report goes back
    case (.running, .failed), (.gating, .failed): true  // the attempts are used up
    case (.failed, .queued): true  // retried
    case (.review, .approved): true
    case (.review, .running), (.approved, .running): true  // revise
    case (.review, .gating), (.approved, .gating): true  // the base or the head moved
    case (.review, .rejected), (.approved, .rejected): true
    case (.running, .rejected), (.failed, .rejected): true  // nobody wants red work mended
    case (.approved, .landed): true
    case (_, .cancelled): isOpen

    case (.queued, _), (.running, _), (.waiting, _), (.gating, _), (.review, _), (.approved, _),
      (.failed, _), (.landed, _), (.rejected, _), (.cancelled, _), (.reported, _):
      false
    }
  }
}
