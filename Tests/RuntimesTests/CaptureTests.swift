import Model
import Runtimes
import Support
import Testing

/// What every recorded run comes to.
@Suite struct CaptureTests {
  /// When the captures were written that tell times of day and no more.
  private static let written = Instant("2026-11-21T01:50:00Z")

  @Test(arguments: CaptureCase.all) func `a recorded run is told as it ended`(
    capture: CaptureCase
  ) {
    let reading = Reading(
      capture.name, capture.profile, patterns: capture.patterns, written: Self.written)
    #expect(!reading.events.isEmpty)
    #expect(
      reading.outcome(exit: capture.exit, signal: capture.signal, changed: capture.changed)
        == capture.outcome)
    #expect(reading.run.limit?.resets?.text == capture.resets)
    #expect((reading.run.session != nil) == capture.hasSession)
    #expect(reading.run.usage.map { [$0.inputTokens, $0.outputTokens] } == capture.tokens)
    #expect(reading.run.usage?.costMicros == capture.cost)
  }

  @Test func `no recorded run is forgotten`() throws {
    let told = Set(CaptureCase.all.map(\.name))
    let kept = try Captures.names().filter { $0.hasSuffix(".jsonl") }.map {
      String($0.dropLast(".jsonl".count))
    }
    #expect(Set(kept) == told)
  }

  @Test func `a run that resumed goes on with its session and counts what came before`() {
    let (first, second) = (Reading("codex", .codex), Reading("codex-resume", .codex))
    #expect(first.run.usage?.counts == .conversation)
    #expect(second.run.usage?.counts == .conversation)
    let (claude, resumed) = (Reading("claude", .claude), Reading("claude-resume", .claude))
    #expect(claude.run.session == resumed.run.session)
    #expect(resumed.run.usage?.counts == .turn)
    #expect(resumed.run.usage?.costCounts == .conversation)
  }

  @Test func `events of a recorded run come in order, each told apart`() throws {
    for capture in CaptureCase.all {
      let places = Reading(capture.name, capture.profile).events.map { ($0.seq, $0.part) }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "\(capture)")
    }
  }

  @Test func `nothing that claude and codex write is unknown`() {
    for capture in CaptureCase.all where [.claude, .codex, .codexServer].contains(capture.profile) {
      let unknown = Reading(capture.name, capture.profile).bodies.filter {
        if case .output(.standard, _) = $0 { true } else { false }
      }
      #expect(unknown.isEmpty, "\(capture)")
    }
  }
}
