import Lanes
import Model
import Runtimes

/// What a log tells, in order.
public enum LogEntry: Hashable, Sendable {
  /// A line as it was written.
  case line(WorkerLogLine)
  /// What the program of an agent said in its own language.
  case event(SessionEvent)
}

/// Turns what lanes and workers wrote into what a log tells. Which program wrote a line is known from
/// what the lane wrote before it.
struct LogReading {
  private let runtimes: RuntimeRegistry
  private var parser: (any TranscriptParser)?
  private var telling = EventTelling()
  /// What is told of a terminal are the lines on it.
  private var isTerminal = false

  /// - Parameter runtime: that of the first lines; nil has all lines told as they are.
  init(
    _ runtimes: RuntimeRegistry, startingWith runtime: String?, on surface: WorkSurface = .stream
  ) {
    self.runtimes = runtimes
    if let runtime { begin(runtime, on: surface) }
  }

  /// The next attempt is this runtime's.
  mutating func begin(_ runtime: String, on surface: WorkSurface) {
    telling = EventTelling()
    isTerminal = surface == .terminal
    parser = isTerminal ? TerminalTranscriptParser() : nil
    guard surface == .stream else { return }
    guard let name = RuntimeName(runtime), name != .exec,
      let found = try? runtimes.runtime(named: name)
    else { return }
    parser = try? found.readTranscript(.capture)
  }

  mutating func entries(of entry: SpoolEntry) -> [LogEntry] {
    guard case .line(let line) = entry else { return [.line(WorkerLogLine(entry))] }
    guard let said = line.transcriptLine else {
      if let mark = AttemptMark(line) { begin(mark.runtime, on: mark.surface) }
      return [.line(WorkerLogLine(entry))]
    }
    return events(of: said) ?? [.line(WorkerLogLine(entry))]
  }

  /// Nil where no program's language is known.
  mutating func events(of line: TranscriptLine) -> [LogEntry]? {
    guard let events = parser?.events(in: line) else { return nil }
    return events.compactMap { event in
      guard isTerminal, case .output(_, let text) = event.body else {
        return telling.event(event).map { .event($0) }
      }
      return .line(
        WorkerLogLine(
          seq: event.seq, source: .output, milliseconds: event.milliseconds, text: text))
    }
  }
}

extension LogEntry {
  public var text: String {
    switch self {
    case .line(let line): line.text
    case .event(let event): event.text
    }
  }

  var seq: Int {
    switch self {
    case .line(let line): line.seq
    case .event(let event): event.seq
    }
  }
}
