import Model
import Runtimes
import Testing

/// How runs end, as a table to be read aloud.
@Suite struct OutcomeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let what: String
    let outcome: Outcome
    var says: [TranscriptEvent.Body] = []
    var exit: Int? = 0
    var signal: Int?
    var stopped: RunFacts.Stop?
    var changed = false
    var reported = false

    var testDescription: String { what }

    var facts: RunFacts {
      var reading = RunReading()
      for event in says { reading.take(event) }
      return RunFacts(
        exit: exit, signal: signal, stopped: stopped, reading: reading, changed: changed,
        reported: reported)
    }
  }

  private static let start = TranscriptEvent.Body.start(session: SessionID("s"), model: nil)
  private static let done = TranscriptEvent.Body.end(.completed)
  private static let broken = TranscriptEvent.Body.end(.failed("no"))
  private static let limit = TranscriptEvent.Body.limit(.init(text: "wait", resets: nil))
  private static let refused = TranscriptEvent.Body.error(.auth, text: "401")
  private static let answer = TranscriptEvent.Body.message(role: .agent, text: "done!")

  static let ends: [Case] = [
    Case(what: "done", outcome: .changed, says: [start, done], changed: true),
    Case(what: "done, and nothing to show", outcome: .noChanges, says: [start, answer, done]),
    Case(
      what: "done, with a report", outcome: .reported, says: [start, done], changed: true,
      reported: true),
    Case(
      what: "done, whatever the exit status", outcome: .changed, says: [start, done], exit: 1,
      changed: true),
    Case(
      what: "done, and killed while it lingered", outcome: .changed, says: [start, done],
      exit: nil, signal: 9, stopped: .silence, changed: true),
    Case(what: "an end without a start", outcome: .changed, says: [done], changed: true),
    Case(what: "a start after the end", outcome: .noChanges, says: [done, start]),
    Case(
      what: "output after the end", outcome: .noChanges,
      says: [start, done, .output(.standard, text: "bye"), answer]),
    Case(
      what: "a second turn that did not end", outcome: .crashed, says: [start, done, start],
      exit: nil, signal: 9, changed: true),
    Case(
      what: "a denied tool and a claim", outcome: .noChanges,
      says: [start, .toolResult(id: "1", text: "no", outcome: .denied), answer, done]),
    Case(what: "a start without an end", outcome: .crashed, says: [start], changed: true),
    Case(what: "an error by its own word", outcome: .failed, says: [start, broken]),
    Case(what: "a limit beats failed", outcome: .limited, says: [start, limit, broken]),
    Case(what: "out of credit", outcome: .limited, says: [.error(.billing, text: ""), broken]),
    Case(what: "a refused key", outcome: .auth, says: [start, refused, broken], exit: 1),
    Case(what: "too long", outcome: .context, says: [.error(.context, text: ""), broken]),
    Case(what: "a broken past", outcome: .history, says: [.error(.history, text: ""), broken]),
    Case(
      what: "no such model", outcome: .failed, says: [.error(.model, text: ""), broken], exit: 1),
    Case(
      what: "a limit it got past", outcome: .failed, says: [start, limit, answer, broken],
      exit: 1),
    Case(what: "aborted by somebody", outcome: .interrupted, says: [start, .end(.aborted)]),
    Case(
      what: "stopped by a person", outcome: .interrupted, says: [start, done],
      stopped: .interrupt, changed: true),
    Case(what: "out of time", outcome: .timedOut, says: [start], exit: 143, stopped: .timeLimit),
    Case(
      what: "aborted for the time", outcome: .timedOut, says: [start, .end(.aborted)],
      stopped: .timeLimit),
    Case(what: "silent", outcome: .stalled, says: [start, answer], stopped: .silence),
    Case(what: "silent at a limit", outcome: .limited, says: [start, limit], stopped: .silence),
    Case(what: "too many processes", outcome: .failed, says: [start, done], stopped: .crowd),
    Case(what: "killed", outcome: .crashed, says: [start], exit: nil, signal: 9, changed: true),
    Case(what: "killed, as it says", outcome: .crashed, says: [start], exit: 143),
    Case(what: "nobody saw it end", outcome: .crashed, says: [start], exit: nil),
    Case(what: "a command", outcome: .changed, changed: true),
    Case(what: "a command with nothing to do", outcome: .noChanges),
    Case(what: "a command with a report", outcome: .reported, reported: true),
    Case(what: "a command that fails", outcome: .failed, exit: 1, changed: true),
    Case(what: "a command that is killed", outcome: .crashed, exit: nil, signal: 11),
    Case(
      what: "a command that hides an error, and did nothing", outcome: .failed,
      says: [.error(.model, text: "no such model")]),
    Case(
      what: "a command that tells of an error, and did something", outcome: .changed,
      says: [.error(.model, text: "no such model")], changed: true),
    Case(what: "a command that hides a refusal", outcome: .auth, says: [refused]),
    Case(
      what: "a command that wrote on after a refusal", outcome: .noChanges,
      says: [refused] + Array(repeating: .output(.standard, text: "on"), count: 21)),
    Case(
      what: "a command that got past a refusal", outcome: .changed, says: [refused],
      changed: true),
  ]

  @Test(arguments: ends) func `ends are told from facts`(end: Case) {
    #expect(Outcome(end.facts) == end.outcome)
  }

  @Test(arguments: Failure.allCases) func `a failure repeated without an answer ends the run`(
    kind: Failure
  ) throws {
    var reading = RunReading()
    reading.take(Self.start)
    var repetitions = 0
    while reading.hopeless == nil, repetitions < 20 {
      reading.take(.error(kind, text: "again"))
      repetitions += 1
    }
    #expect(repetitions == ([.auth, .billing, .context, .history, .model].contains(kind) ? 3 : 12))
    #expect(reading.hopeless == kind.outcome)
    reading.take(Self.answer)
    #expect(reading.hopeless == nil)
    #expect(reading.failure == nil)
  }
}

extension RunReading {
  mutating func take(_ body: TranscriptEvent.Body) {
    take(TranscriptEvent(seq: 1, milliseconds: nil, body: body))
  }
}
