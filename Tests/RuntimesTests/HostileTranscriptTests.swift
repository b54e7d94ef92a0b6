import Model
import Runtimes
import Support
import Testing

/// What workers print may look like anything.
@Suite struct HostileTranscriptTests {
  private static let end = #"{"type":"result","subtype":"success","is_error":false}"#

  private func events(
    _ text: String, _ stream: OutputChannel, _ profile: ParserProfile
  ) -> [TranscriptEvent.Body] {
    var parser = profile.parser()
    let line = TranscriptLine(
      seq: 1, milliseconds: 0, stream: stream, bytes: Array(text.utf8))
    return parser.events(in: line).map(\.body)
  }

  @Test(arguments: ParserProfile.allCases) func `standard error speaks no events`(
    profile: ParserProfile
  ) throws {
    for name in try Captures.names() where name.hasSuffix(".jsonl") {
      for line in Captures.lines(name) where !line.isEmpty {
        let bodies = events(String(decoding: line, as: UTF8.self), .error, profile)
        #expect(bodies.count == 1)
        guard case .output(.error, _) = bodies.first else {
          Issue.record("\(name): \(bodies)")
          return
        }
      }
    }
  }

  @Test func `what looks like an event in a tool's output is the tool's output`() {
    let reading = Reading(
      [
        #"{"type":"system","subtype":"init","session_id":"s"}"#,
        #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"1","content":"#
          + #""{\"type\":\"result\",\"subtype\":\"success\"}\n"}]}}"#,
      ], .claude)
    #expect(reading.run.end == nil)
    #expect(reading.outcome(exit: 0, changed: true) == .crashed)
  }

  @Test func `what an agent says of limits and keys is no limit and no refusal`() {
    let says = #"{"type":"item.completed","item":{"type":"agent_message","text":"#
    let reading = Reading(
      [
        #"{"type":"thread.started","thread_id":"t"}"#,
        says + #""You've hit your usage limit. 401 Unauthorized, try again at 2:49 AM."}}"#,
        #"{"type":"turn.completed","usage":{}}"#,
      ], .codex)
    #expect(reading.run.limit == nil)
    #expect(reading.run.failure == nil)
    #expect(reading.outcome(exit: 0, changed: false) == .noChanges)
  }

  @Test func `a warning, and a limit that overage lifts, refuse nothing`() {
    for info in [
      #""status":"allowed_warning","resetsAt":1795229195"#,
      #""status":"rejected","isUsingOverage":true"#,
      #""status":"rejected","overageStatus":"allowed""#,
    ] {
      let reading = Reading(
        ["{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\(info)}}"], .claude)
      #expect(reading.run.limit == nil)
      #expect(reading.events.isEmpty)
    }
  }

  @Test(arguments: [
    #"{"type":"brand_new","x":1}"#, #"{"no":"type"}"#, "not json", "{", "[1]", "\u{0}",
  ]) func `what is not known is shown as it is`(text: String) {
    for profile in ParserProfile.allCases where profile != .plain {
      let isFile = ["session", "rollout", "chat", "updates"].contains {
        profile.rawValue.hasSuffix($0)
      }
      let isRecord = text.hasPrefix("{\"")
      #expect(
        events(text, .standard, profile)
          == (isFile && isRecord ? [] : [.output(.standard, text: text)]), "\(profile)")
    }
  }

  @Test func `the log of a program that retries in silence tells that it does`() {
    let run = Reading("made/opencode-429", .opencode).run
    #expect(run.failure?.kind == .rateLimit)
    let bogus = Reading("codex-resume-bogus", .codex)
    #expect(bogus.outcome(exit: 1, changed: false) == .history)
  }

  @Test func `reordered events come to the same`() {
    let lines = Captures.lines("claude.jsonl").map { String(decoding: $0, as: UTF8.self) }
    let reversed = Reading(lines.reversed(), .claude)
    #expect(reversed.outcome(exit: 0, changed: true) == .changed)
    #expect(reversed.run.session == Reading(lines, .claude).run.session)
    #expect(reversed.run.usage == Reading(lines, .claude).run.usage)
  }

  @Test func `a helper's thread neither ends nor names the run`() {
    let reading = Reading(
      [
        #"{"method":"thread/started","params":{"thread":{"id":"a"}}}"#,
        #"{"method":"thread/started","params":{"thread":{"id":"b"}}}"#,
        #"{"method":"turn/completed","params":{"threadId":"b","turn":{"status":"completed"}}}"#,
      ], .codexServer)
    #expect(reading.run.session == SessionID("a"))
    #expect(reading.run.end == nil)
  }

  @Test func `a pattern is held against a line as a person would`() throws {
    let anchored = try #require(FailurePattern(.auth, "^Error: *key"))
    var parser = ParserProfile.plain.parser(patterns: [anchored])
    func kinds(_ text: String) -> [TranscriptEvent.Body] {
      parser.events(
        in: TranscriptLine(seq: 1, milliseconds: 0, stream: .standard, bytes: Array(text.utf8))
      ).map(\.body)
    }
    #expect(kinds("ERROR: bad Key").last == .error(.auth, text: "ERROR: bad Key"))
    #expect(kinds("an error: bad key").count == 1)
    #expect(FailurePattern(.auth, "") == nil)
    #expect(FailurePattern(.auth, "^*") == nil)
    #expect(FailurePattern(.auth, String(repeating: "a", count: 201)) == nil)
  }
}
