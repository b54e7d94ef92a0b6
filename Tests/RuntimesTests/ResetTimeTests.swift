import Model
import Support
import Testing

@testable import Runtimes

@Suite struct ResetTimeTests {
  static let cases: [(String, String?)] = [
    ("You've hit your limit · resets 2:46am (UTC)", "2026-11-21T02:46:00Z"),
    ("You've hit your session limit · resets 6:30pm (UTC)", "2026-11-21T18:30:00Z"),
    ("resets 1:30am (UTC)", "2026-11-22T01:30:00Z"),
    ("resets 1:50am (UTC)", "2026-11-21T01:50:00Z"),
    ("resets 6pm (Nowhere/At_All)", "2026-11-21T17:00:00Z"), ("resets 6pm (Asia/Nowhere)", nil),
    ("try again at 5:45 PM PST.", "2026-11-22T01:45:00Z"),
    ("resets 6pm (../etc)", "2026-11-21T17:00:00Z"),
    ("resets 6pm UTC+5:30", "2026-11-21T12:30:00Z"),
    ("resets 18:00 -03:00", "2026-11-21T21:00:00Z"),
    ("resets 14:05Z", "2026-11-21T14:05:00Z"),
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

  @Test(
    .enabled(if: ZoneFile(named: "Europe/Berlin") != nil, "there are no zone files here"),
    arguments: [
      ("resets 6pm (America/New_York)", "2026-11-21T23:00:00Z"),
      ("resets 6pm (Europe/Berlin)", "2026-11-21T17:00:00Z"),
      ("resets Mar 29, 2027 6pm (Europe/Berlin)", "2027-03-29T16:00:00Z"),
      ("resets Jul 4, 2099 6pm (Europe/Berlin)", nil),
    ])
  func `a zone that is named is the one that counts`(text: String, end: String?) throws {
    let written = try #require(Instant("2026-11-21T01:50:00Z"))
    let clock = try #require(WallClock(secondsFromUTC: -18_000))
    #expect(ResetTime.read(text, written: written, clock: clock)?.text == end)
  }

  /// Moments a second before and behind a change of clocks.
  @Test(
    arguments: [
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
      ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_200, -14_400),
      ("EST5EDT,M3.2.0,M11.1.0", 1_772_953_199, -18_000),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_795_225_065, 39_600), ("<+0330>-3:30", 0, 12_600),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_795_225_065, 0),
    ] as [(String, Int64, Int64)])
  func `a zone's rule holds for all years`(text: String, moment: Int64, seconds: Int64) throws {
    #expect(try #require(ZoneRule(text)).seconds(at: moment) == seconds)
  }

  @Test(arguments: [
    "", "C", "CET", "CET-x", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,J60,J300",
    "CET-1CEST,M13.5.0,M10.5.0", "<+03", "CET-999", "CET-1CEST,M3.6.0,M10.5.7",
  ])
  func `what is no rule is none`(text: String) { #expect(ZoneRule(text) == nil) }

  @Test(arguments: 0..<200) func `no bytes are too odd for a zone's file`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let head = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
      UInt8.random(in: 0...(Bool.random(using: &random) ? 3 : 255), using: &random)
    }
    for file in [ZoneFile(bytes), ZoneFile(head + bytes)] {
      let offset = file?.seconds(at: 1_795_225_065) ?? 0
      #expect(abs(offset) <= Int64(Int32.max) + 1)
    }
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
