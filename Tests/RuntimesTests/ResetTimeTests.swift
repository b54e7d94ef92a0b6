import Model
import Testing

@testable import Runtimes

@Suite struct ResetTimeTests {
  static let cases: [(String, String?)] = [
    ("You've hit your limit · resets 2:46am (UTC)", "2026-11-21T02:46:00Z"),
    ("You've hit your session limit · resets 6:30pm (UTC)", "2026-11-21T18:30:00Z"),
    ("resets 1:30am (UTC)", "2026-11-22T01:30:00Z"),
    ("resets 1:50am (UTC)", "2026-11-21T01:50:00Z"),
    ("resets 6pm (Europe/Berlin)", "2026-11-21T17:00:00Z"),
    ("resets Nov 25, 2am (UTC)", "2026-11-25T02:00:00Z"),
    ("resets Jan 3 at 14:05 (UTC)", "2027-01-03T14:05:00Z"),
    ("or try again at 2:49 AM.", "2026-11-22T01:49:00Z"),
    ("try again at Nov 25th, 2026 9:14 PM.", "2026-11-25T20:14:00Z"),
    ("Claude AI usage limit reached|1795229195", "2026-11-21T02:46:35Z"),
    ("Rate limit reached. Please try again in 1s.", "2026-11-21T01:50:01Z"),
    ("Please retry in 26.5s", "2026-11-21T01:50:27Z"),
    ("Your quota will reset after 18h9m5s.", "2026-11-21T19:59:05Z"),
    ("Try again in 3 days 5 hours and 12 minutes.", "2026-11-24T07:02:00Z"),
    ("\"retryDelay\": \"26s\"", "2026-11-21T01:50:26Z"),
    ("12am resets 12am (UTC)", "2026-11-22T00:00:00Z"),
    ("resets 12:15pm (UTC)", "2026-11-21T12:15:00Z"),
    ("resets", nil), ("resets soon", nil), ("resets 25:00", nil), ("resets 13pm", nil),
    ("try again at Feb 31, 2027 2:00 AM", nil), ("try again in 99999999999 days", nil),
    ("retry after 1e309 seconds", nil), ("resets at 9999999999", nil), ("it is 2:46am (UTC)", nil),
    ("retry in ........ s", nil), ("resets 1:2:3:4am", nil), ("resets 99999999999999999999am", nil),
  ]

  @Test(arguments: cases) func `the end of a limit is read from its words`(
    text: String, end: String?
  ) throws {
    let written = try #require(Instant("2026-11-21T01:50:00Z"))
    let clock = try #require(WallClock(secondsFromUTC: 3600))
    #expect(ResetTime.read(text, written: written, clock: clock)?.text == end)
  }

  @Test func `a time of day means nothing where nobody knows when it was written`() {
    let reading = Reading("codex-usage_limit", .codex)
    #expect(reading.run.limit != nil)
    #expect(reading.run.limit?.resets == nil)
  }

  @Test(
    arguments: [
      ("2026-11-21T01:37:45.292Z", 1_795_225_065_292), ("2026-11-21T01:37:45Z", 1_795_225_065_000),
      ("2026-11-21T02:37:45+01:00", 1_795_225_065_000), ("2026-11-21", nil),
      ("2026-11-21T01:37:45.x", nil), ("2026-11-21T01:37:45+1", nil), ("é", nil),
    ] as [(String, Int64?)]) func `a timestamp is read with its fraction`(
      text: String, milliseconds: Int64?
    )
  {
    #expect(Timestamp.milliseconds(text) == milliseconds)
  }

  @Test func `a clock is less than a day off`() {
    #expect(WallClock(secondsFromUTC: 86_400) == nil)
    #expect(abs(WallClock.here.secondsFromUTC) < 86_400)
  }
}
