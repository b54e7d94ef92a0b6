public import Model

/// What a run's events come to, folded one by one in memory that does not grow with them.
public struct RunReading: Hashable, Sendable {
  /// The first that was told; another in the same stream is somebody else's or made up.
  public private(set) var session: SessionID?
  public private(set) var model: String?
  public private(set) var usage: TranscriptEvent.Usage?
  public private(set) var end: TranscriptEvent.End?
  /// That which the run has not got past.
  public private(set) var limit: TranscriptEvent.Limit?
  /// The last error that no answer of the model followed.
  public private(set) var failure: ReportedFailure?
  /// How many tool calls were not permitted.
  public private(set) var denials = 0
  /// Whether the program spoke of itself as those do that also say when they end.
  public private(set) var isStarted = false

  /// How often `failure`'s kind was reported in a row.
  private var repetitions = 0
  /// Lines of plain output since.
  private var linesSince = 0

  /// A program that writes so many lines without another error got past it, where its output has no
  /// other sign of that. What is said around a retry is a few.
  private static let linesOfRecovery = 20

  public init() {}

  public mutating func take(_ event: TranscriptEvent) {
    switch event.body {
    case .start(let session, let model): start(session, model)
    case .message(role: .agent, _), .toolCall, .fileChange: recover()
    case .output(.standard, _): if !isStarted { takeLine() }
    case .message, .output: break
    case .toolResult(_, _, let outcome): if outcome == .denied { denials += 1 }
    case .usage(let usage): self.usage = self.usage?.followed(by: usage) ?? usage
    case .limit(let limit): take(limit)
    case .error(let kind, let text): fail(kind, text)
    case .end(let end): self.end = end
    }
  }

  /// Takes what the program's exit status means, which counts where its words named no trouble.
  public mutating func take(exit status: Int, meaning kind: Failure) {
    guard end == nil, failure == nil else { return }
    fail(kind, "exit status \(status)")
  }

  /// How the run will have ended, where it goes on but nothing more can come of it: a CLI may
  /// retry for ever with a key that is refused.
  public var hopeless: Outcome? {
    guard let failure, end == nil, repetitions >= failure.kind.patience else { return nil }
    return failure.kind.outcome
  }

  /// A further turn takes back how the one before it ended. A first start after an end does not:
  /// that is only late.
  private mutating func start(_ session: SessionID?, _ model: String?) {
    if isStarted, end != nil {
      end = nil
      recover()
    }
    isStarted = true
    self.session = self.session ?? session
    self.model = self.model ?? model
  }

  /// The model answered, so nothing of the past keeps the run back.
  ///
  /// What is written after the end is no answer any more.
  private mutating func recover() {
    guard end == nil else { return }
    limit = nil
    failure = nil
    repetitions = 0
  }

  private mutating func takeLine() {
    linesSince += 1
    if linesSince > Self.linesOfRecovery { recover() }
  }

  /// A later line about the same limit may know less of it.
  private mutating func take(_ limit: TranscriptEvent.Limit) {
    self.limit = TranscriptEvent.Limit(
      text: limit.text, resets: limit.resets ?? self.limit?.resets)
  }

  private mutating func fail(_ kind: Failure, _ text: String) {
    repetitions = failure?.kind == kind ? repetitions + 1 : 1
    failure = ReportedFailure(kind: kind, text: text)
    linesSince = 0
  }
}

/// An error as a CLI reported it.
public struct ReportedFailure: Hashable, Sendable {
  public let kind: Failure
  public let text: String

  public init(kind: Failure, text: String) {
    self.kind = kind
    self.text = text
  }
}
