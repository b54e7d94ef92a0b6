internal import Model

/// Collects what one line says.
struct EventSink {
  private let line: TranscriptLine
  private let clock: WallClock
  /// When what is read was written, as far as anybody said.
  private(set) var milliseconds: Int64?
  private(set) var events: [TranscriptEvent] = []

  init(_ line: TranscriptLine, _ clock: WallClock, latest: Int64?) {
    self.line = line
    self.clock = clock
    milliseconds = line.milliseconds ?? latest
  }

  /// Takes a record's own time where nobody saw the line being written.
  mutating func note(_ timestamp: JSONRecord?) {
    guard line.milliseconds == nil, let timestamp else { return }
    if let number = timestamp.int {
      // Seconds until the year 5138, or milliseconds from 1973 on.
      milliseconds = Int64(number.magnitude < 100_000_000_000 ? number * 1000 : number)
    } else if let text = timestamp.string, let moment = Timestamp.milliseconds(text) {
      milliseconds = moment
    }
  }

  mutating func add(_ body: TranscriptEvent.Body) {
    events.append(
      TranscriptEvent(
        seq: line.seq, part: events.count, milliseconds: milliseconds, body: body))
  }

  mutating func start(_ session: JSONRecord?, model: JSONRecord?) {
    add(.start(session: session?.string.flatMap { SessionID($0) }, model: model?.string))
  }

  /// Adds what somebody said, unless it is nothing.
  mutating func message(_ role: TranscriptEvent.Role, _ text: String?) {
    if let text, !text.isEmpty { add(.message(role: role, text: text)) }
  }

  mutating func call(_ id: JSONRecord?, _ name: String?, _ input: JSONRecord?) {
    let text = input.map { $0.string ?? $0.source } ?? ""
    add(.toolCall(id: id?.string ?? "", name: name ?? "", input: text))
  }

  mutating func result(_ id: JSONRecord?, _ text: String?, _ outcome: TranscriptEvent.ToolOutcome) {
    add(.toolResult(id: id?.string ?? "", text: text ?? "", outcome: outcome))
  }

  /// Adds a limit that refused work, with the time of its end from a field or from its words.
  mutating func limit(_ text: String, resets: Int? = nil) {
    let told = resets.flatMap { Instant(seconds: Int64($0)) }
    add(.limit(.init(text: text, resets: told ?? reset(in: text))))
  }

  /// Adds a limit only where its words name an end that is so far away.
  mutating func limit(_ text: String, longerThan seconds: Int64) {
    guard let milliseconds, let resets = reset(in: text),
      resets.seconds - milliseconds / 1000 > seconds
    else { return }
    add(.limit(.init(text: text, resets: resets)))
  }

  /// Adds an error that the program goes on after, or may.
  mutating func error(_ kind: Failure, _ text: String) { add(.error(kind, text: text)) }

  /// Adds an error that ends the run, with what follows from its kind.
  mutating func fail(_ kind: Failure, _ text: String) {
    error(kind, text)
    if kind == .rateLimit { limit(text) }
    add(.end(.failed(text)))
  }

  private func reset(in text: String) -> Instant? {
    guard let milliseconds, let written = Instant(seconds: milliseconds / 1000) else { return nil }
    return ResetTime.read(text, written: written, clock: clock)
  }
}
