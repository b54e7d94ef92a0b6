import Model
import Runtimes
import Testing

@Suite struct RunReadingTests {
  private func reading(_ bodies: TranscriptEvent.Body...) -> RunReading {
    var reading = RunReading()
    for body in bodies { reading.take(body) }
    return reading
  }

  private func usage(
    _ input: Int, _ output: Int, _ cost: Int?, _ counts: TranscriptEvent.Usage.Counting,
    cost costCounts: TranscriptEvent.Usage.Counting? = nil
  ) -> TranscriptEvent.Body {
    .usage(
      TranscriptEvent.Usage(
        inputTokens: input, outputTokens: output, costMicros: cost, counts: counts,
        costCounts: costCounts))
  }

  @Test func `of two sessions in a stream the first stands`() {
    let one = reading(
      .start(session: nil, model: nil), .start(session: SessionID("a"), model: "m"),
      .start(session: SessionID("b"), model: "n"))
    #expect(one.session == SessionID("a"))
    #expect(one.model == "m")
  }

  @Test func `turns add up, and a count of the conversation replaces`() {
    #expect(
      reading(usage(1, 2, 3, .turn), usage(10, 20, nil, .turn)).usage
        == .init(inputTokens: 11, outputTokens: 22, costMicros: 3, counts: .turn))
    #expect(
      reading(usage(3, 3, nil, .conversation), usage(4, 5, nil, .conversation)).usage
        == .init(inputTokens: 4, outputTokens: 5, costMicros: nil, counts: .conversation))
    #expect(
      reading(
        usage(3, 1, 15, .turn, cost: .conversation), usage(1, 1, 20, .turn, cost: .conversation)
      ).usage
        == .init(
          inputTokens: 4, outputTokens: 2, costMicros: 20, counts: .turn,
          costCounts: .conversation))
    #expect(reading(usage(.max, 0, nil, .turn), usage(1, 0, nil, .turn)).usage?.inputTokens == .max)
  }

  @Test func `a limit keeps the reset that was told, until the model answers`() throws {
    let reset = try #require(Instant("2026-11-21T02:46:00Z"))
    var run = reading(
      .limit(.init(text: "rejected", resets: reset)), .limit(.init(text: "wait", resets: nil)))
    #expect(run.limit == .init(text: "wait", resets: reset))
    run.take(.message(role: .agent, text: "on with it"))
    #expect(run.limit == nil)
  }

  @Test func `what is said after the end takes nothing back`() {
    let run = reading(
      .start(session: nil, model: nil), .error(.auth, text: "401"), .end(.failed("401")),
      .message(role: .agent, text: "all is well"))
    #expect(run.failure == ReportedFailure(kind: .auth, text: "401"))
    #expect(run.end == .failed("401"))
  }

  @Test func `a further turn begins without what ended the one before`() {
    let run = reading(
      .start(session: nil, model: nil), .error(.server, text: "500"), .end(.aborted),
      .start(session: nil, model: nil))
    #expect(run.end == nil)
    #expect(run.failure == nil)
  }
}
