import Model
import Support
import Testing

@testable import Runtimes

@Suite struct SessionTests {
  private let id = "0f0e0d0c-0b0a-4908-8706-050403020100"

  /// A home with these files, the one named last being the newest.
  func home(
    _ files: [(path: String, text: String)], _ body: (RuntimeSurroundings) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { directory in
      let machine = TestProgram(directory: directory, home: directory)
      for (index, file) in files.enumerated() {
        let script = """
          mkdir -p "$(dirname "$1")" && cat > "$1" && touch -d "@$((1700000000 + $2))" "$1"
          """
        _ = try await machine.require(
          "sh", ["-c", script, "sh", file.path, String(index)], input: file.text)
      }
      try await body(RuntimeSurroundings(environment: ["HOME": directory]))
    }
  }

  @Test func `opencode's older files are told of, and shown by its own program`() async throws {
    let path = ".local/share/opencode/storage/session/p/ses_1.json"
    try await home([(path, #"{"id":"ses_1","directory":"/w","title":"Old"}"#)]) { surroundings in
      let found = try await OpenCodeRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.title) == ["Old"])
      #expect(found.first?.records == .shown(by: "opencode export ses_1"))
    }
  }

  @Test(arguments: [
    "", "-x", ".", "..", ".hidden", "a/b", "/a", "../up", "a b", "a\n", "é",
    String(repeating: "x", count: 201),
  ])
  func `what could be an option, a path or two words is no id`(text: String) {
    #expect(SessionID(text) == nil)
  }

  @Test(arguments: ["ses_1", "a.b", "T-0f0e", String(repeating: "x", count: 200)])
  func `what CLIs call a conversation is one`(text: String) {
    #expect(SessionID(text)?.text == text)
  }

  private func claude(_ text: String, more: String = "") -> String {
    """
    {"type":"queue-operation","sessionId":"\(id)"}
    {"type":"user","message":{"role":"user","content":"\(text)"},"cwd":"/work/a","isSidechain":false}
    {"type":"assistant","timestamp":"2026-11-22T05:13:15.220Z"}\n\(more)
    """
  }

  @Test func `claude's conversations are told by their records, the newest first`() async throws {
    let files = [
      (".claude/projects/-work-a/first.jsonl", claude("Fix it")),
      (".claude/projects/-work-a/helper.jsonl", #"{"type":"user","isSidechain":true}"#),
      (".claude/projects/-work-a/notes.txt", "{}"),
      (".claude/projects/-work-b/second.jsonl", "no record\n{\"cwd\":\"/work/b\"}\n{\"half"),
    ]
    try await home(files) { surroundings in
      let found = try await ClaudeRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.id.text) == ["second", "first"])
      #expect(found.map(\.directory) == ["/work/b", "/work/a"])
      #expect(found.last?.title == "Fix it")
      #expect(found.last?.lastActive?.text == "2026-11-22T05:13:15Z")
      #expect(found.first?.lastActive?.text == "2023-11-14T22:13:23Z")
      let one = try await ClaudeRuntime(surroundings).discover(.sessions(limit: 1)).sessions
      #expect(one.map(\.id.text) == ["second"])
      let named = try await ClaudeRuntime(surroundings).discover(.session(SessionID("first")!))
      #expect(named.sessions.first?.directory == "/work/a")
      let unknown = try await ClaudeRuntime(surroundings).discover(.session(SessionID("x")!))
      #expect(unknown.sessions.isEmpty)
    }
  }

  @Test func `codex tells in its first record, and its id ends the name`() async throws {
    let text = """
      {"timestamp":"2026-11-22T05:00:00.000Z","type":"session_meta","payload":{"id":"\(id)","cwd":"/w"}}
      {"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context>"}]}}
      {"type":"event_msg","payload":{"type":"user_message","message":"Do \\u001b[2J it"}}
      """
    let path = ".codex/sessions/2026/11/22/rollout-2026-11-22T05-00-00-\(id).jsonl"
    let helper = #"{"type":"session_meta","payload":{"source":{"subagent":"review"},"cwd":"/w"}}"#
    try await home([(path, text), (path.replacing("\(id)", with: "x"), helper)]) { surroundings in
      let found = try await CodexRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.id.text) == [id])
      #expect(found.first?.directory == "/w")
      #expect(found.first?.title == "Do \\u{1b}[2J it")
    }
  }

  @Test func `gemini keeps the directory apart and half of the id in the name`() async throws {
    let text = """
      {"sessionId":"\(id)","projectHash":"x","startTime":"2026-11-22T05:00:00.000Z"}
      {"id":"1","timestamp":"2026-11-22T05:00:01.000Z","type":"user","content":"Do it"}
      """
    let files = [
      (".gemini/projects.json", #"{"projects":{"/work/a":"a"}}"#),
      (".gemini/tmp/a/chats/session-2026-11-22T05-00-\(id.prefix(8)).jsonl", text),
    ]
    try await home(files) { surroundings in
      let gemini = GeminiRuntime(surroundings)
      let found = try await gemini.discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.id.text) == [id])
      #expect(found.first?.directory == "/work/a")
      #expect(found.first?.title == "Do it")
      #expect(try await gemini.discover(.session(SessionID(id)!)).sessions == found)
    }
  }

  @Test func `opencode tells in a file that is one object`() async throws {
    let text = """
      {
        "id": "ses_1", "directory": "/work/a", "title": "Fix it",
        "time": {"created": 1760000000000}
      }
      """
    try await home([(".local/share/opencode/storage/session/p/ses_1.json", text)]) { surroundings in
      let found = try await OpenCodeRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.title) == ["Fix it"])
      #expect(found.map(\.id.text) == ["ses_1"])
    }
  }

  @Test func `a manifest says where its transcripts lie`() async throws {
    let manifest = try RuntimeManifest(
      reading: "name = a\nlaunch = {prompt}\ntranscripts = ~/.a/*/{session}/events.jsonl", file: "a"
    )
    let files = [
      (".a/x/one/events.jsonl", claude("Do it")), (".a/%2Fno%2fa%20b/two/events.jsonl", "{}"),
      (".a/%2Fno%f/three/events.jsonl", "{}"), (".a/%2f%ff/four/events.jsonl", "{}"),
    ]
    try await home(files) { surroundings in
      let runtime = ManifestRuntime(manifest, surroundings)
      let found = try await runtime.discover(.sessions(limit: 10)).sessions
      let directories = Dictionary(
        uniqueKeysWithValues: found.map { ($0.id.text, $0.directory ?? "-") })
      #expect(directories == ["one": "/work/a", "two": "/no/a b", "three": "-", "four": "-"])
    }
  }

  @Test func `links, pipes and names that are no ids are passed over`() async throws {
    try await home([(".claude/projects/-a/real.jsonl", claude("Do it"))]) { surroundings in
      let machine = TestProgram(
        directory: surroundings.home!, home: surroundings.home!)
      _ = try await machine.require(
        "sh",
        [
          "-c",
          """
          cd .claude/projects && ln -s -- -a linked && cd ./-a && ln -s real.jsonl other.jsonl &&
          mkfifo pipe.jsonl && echo {} > 'a b.jsonl' && echo {} > ./-x.jsonl && : > empty.jsonl
          """,
        ])
      let found = try await ClaudeRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.map(\.id.text) == ["real"])
    }
  }

  @Test func `of a long transcript only the ends are read`() async throws {
    let filler = String(
      repeating: "{\"type\":\"x\",\"pad\":\"" + String(repeating: "y", count: 1000) + "\"}\n",
      count: 300)
    let last = #"{"type":"assistant","timestamp":"2026-11-22T06:00:00.000Z"}"# + "\n"
    let files = [(".claude/projects/-a/long.jsonl", claude("Do it", more: filler + last))]
    try await home(files) { surroundings in
      let found = try await ClaudeRuntime(surroundings).discover(.sessions(limit: 10)).sessions
      #expect(found.first?.lastActive?.text == "2026-11-22T06:00:00Z")
      #expect(found.first?.title == "Do it")
    }
  }

  @Test(arguments: ["relative/{session}", "/no/place", "/{session}/{session}"])
  func `a pattern names one session`(path: String) {
    #expect(TranscriptPattern(path) == nil)
  }
}
