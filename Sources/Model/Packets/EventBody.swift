/// What an event of a packet says, by kind.
public enum EventBody: EnvelopeBody, Hashable, Sendable {
  case opened(Opened)
  /// The packet as it is to be from now on; origin, branch and lane stay.
  case edited(Opened)
  case started(Started)
  /// `live` when the running worker got it, else kept for the next attempt; `typed` where its terminal got it.
  case steered(message: String, live: Bool, typed: Bool = false)
  /// `until` when it goes on by itself at some moment.
  case paused(started: ObjectID, reason: PauseReason, text: String, until: Instant? = nil)
  case resumed(started: ObjectID)
  case answered(started: ObjectID, text: String)
  /// Whose the terminal of a worker is from now on.
  case handed(started: ObjectID, to: TerminalHand)
  /// What the worker said through its outbox.
  case said(Said)
  case finished(Finished)
  case submitted(Submitted)
  case gated(Gated)
  case returned(Returned)
  case presented(Presented)
  /// The base moved to `base`: gate and judge again.
  case refreshed(base: ObjectID, reason: String)
  case verdict(Verdict)
  case failed(started: ObjectID?, reason: String)
  case retried(Retrial = .onward)
  case cancelled(reason: String?)
  case reported(started: ObjectID)
  /// A kind that this program does not know, or known fields of the wrong type: kept, ignored.
  case unknown(String)
}

extension EventBody {
  /// The kind, nil where unknown.
  public var kind: EventKind? {
    switch self {
    case .opened: .opened
    case .edited: .edited
    case .started: .started
    case .steered: .steered
    case .paused: .paused
    case .resumed: .resumed
    case .answered: .answered
    case .handed: .handed
    case .said: .said
    case .finished: .finished
    case .submitted: .submitted
    case .gated: .gated
    case .returned: .returned
    case .presented: .presented
    case .refreshed: .refreshed
    case .verdict: .verdict
    case .failed: .failed
    case .retried: .retried
    case .cancelled: .cancelled
    case .reported: .reported
    case .unknown: nil
    }
  }

  /// Whether events of this kind count only when signed by a principal that holds the role.
  public var needsSignature: Bool {
    switch self {
    case .gated, .verdict, .answered: true
    default: false
    }
  }
}
