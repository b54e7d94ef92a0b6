import Model
import Testing

@testable import Runtimes

/// Which conversation a program at a terminal began, by what it keeps.
extension SessionTests {
  fileprivate static let one = "0f0e0d0c-0b0a-4908-8706-050403020100"
  private static let other = "1f0e0d0c-0b0a-4908-8706-050403020100"
  private static let since = Instant("2026-11-22T05:00:00Z")!

  private func rollout(
    _ id: String = one, at time: String = "2026-11-22T05:00:03", in directory: String = "/no/w",
    below folder: String = ".codex/sessions", more: String = ""
  ) -> (path: String, text: String) {
    (
      "\(folder)/2026/11/22/rollout-\(time.replacing(":", with: "-"))-\(id).jsonl",
      """
      {"timestamp":"\(time).100Z","type":"session_meta","payload":{"id":"\(id)","cwd":"\(directory)"\(more)}}

      """
    )
  }

  private func found(
    _ files: [(path: String, text: String)], moved: [String: String] = [:]
  ) async throws -> String? {
    var id: String?
    try await home(files) { surroundings in
      let home = UserFile.real(surroundings.home ?? "")
      let places = moved.map { ("\(home)/\($0.key)", "\(home)/\($0.value)") }
      id =
        CodexRuntime(surroundings).conversation(
          ConversationSearch(
            directory: "/no/w", since: Self.since, moved: Dictionary(uniqueKeysWithValues: places)))?
        .text
    }
    return id
  }

  @Test func `the conversation that was begun there since is found, the newest`() async throws {
    #expect(try await found([rollout()]) == Self.one)
    #expect(try await found([rollout(), rollout(Self.other)]) == Self.other)
  }

  @Test func `one of before, of elsewhere or of a helper is not`() async throws {
    #expect(try await found([]) == nil)
    #expect(try await found([rollout(at: "2026-11-22T04:59:59")]) == nil)
    #expect(try await found([rollout(in: "/no/other")]) == nil)
    #expect(try await found([rollout(more: #","source":{"subagent":"x"}"#)]) == nil)
    #expect(try await found([(rollout().path, "{\"half")]) == nil)
  }

  @Test func `one in a folder of the worker's own is found there only`() async throws {
    let moved = [".codex/sessions": "lane"]
    #expect(try await found([rollout(below: "lane")], moved: moved) == Self.one)
    #expect(try await found([rollout()], moved: moved) == nil)
  }

  @Test func `one that goes by the name of another is none`() async throws {
    let old = rollout(at: "2026-11-21T05:00:00", in: "/no/other")
    #expect(try await found([old, rollout()]) == nil)
    #expect(
      try await found([old, rollout(below: "lane")], moved: [".codex/sessions": "lane"]) == nil)
  }

  @Test func `one of gemini's in a folder of the worker's own is found by its mark there`()
    async throws
  {
    let chat = #"{"sessionId":"\#(Self.one)","startTime":"2026-11-22T05:00:03.100Z"}"#
    try await home([
      (".gemini/projects.json", #"{"projects":{"/home/ann":"ann","/no/A b_c":"known"}}"#),
      ("lane/w/.project_root", "/no/w\n"),
      ("lane/w/chats/session-2026-11-22T05-00-0f0e0d0c.jsonl", chat),
    ]) { surroundings in
      let home = UserFile.real(surroundings.home ?? "")
      let search = ConversationSearch(
        directory: "/no/w", since: Self.since,
        moved: ["\(home)/.gemini/tmp": "\(home)/lane"])
      #expect(GeminiRuntime(surroundings).conversation(search)?.text == Self.one)
      let projects = GeminiProjects("\(home)/.gemini")
      let shown = { String(decoding: projects.shown(for: $0), as: UTF8.self) }
      #expect(shown("/no/A b_c") == "{\"projects\":{\"/no/A b_c\":\"known\"}}\n")
      #expect(shown("/no/--A b__c.") == "{\"projects\":{\"/no/--A b__c.\":\"a-b-c\"}}\n")
    }
  }

  @Test func `gemini's are found by the directory that it knows by a short name`() async throws {
    let chat = #"{"sessionId":"\#(Self.one)","startTime":"2026-11-22T05:00:03.100Z"}"#
    let files = [
      (".gemini/projects.json", #"{"projects":{"/no/w":"w"}}"#),
      (".gemini/tmp/w/chats/session-2026-11-22T05-00-0f0e0d0c.jsonl", chat),
    ]
    try await home(files) { surroundings in
      let search = ConversationSearch(directory: "/no/w", since: Self.since)
      #expect(GeminiRuntime(surroundings).conversation(search)?.text == Self.one)
      let later = ConversationSearch(directory: "/no/w", since: Self.since.adding(seconds: 9))
      #expect(GeminiRuntime(surroundings).conversation(later) == nil)
    }
  }

  @Test func `a user's id in another spelling, or one that is no id of codex's, is not taken`()
    async throws
  {
    let old = rollout(at: "2026-11-21T05:00:00", in: "/no/other")
    #expect(try await found([old, rollout(Self.one.uppercased())]) == nil)
    #expect(try await found([rollout(Self.one.uppercased())]) == nil)
    #expect(try await found([rollout("g" + Self.one.dropFirst())]) == nil)
    let capitals = rollout(Self.one.uppercased(), at: "2026-11-21T05:00:00", in: "/no/other")
    #expect(try await found([capitals, rollout()]) == nil, "programs take both for one")
  }

  @Test func `a file whose record names another conversation than its name is none`() async throws {
    let planted = (rollout().path, rollout(Self.other).text)
    #expect(try await found([planted]) == nil)
    #expect(try await found([planted, rollout(Self.other)]) == Self.other)
  }

  @Test(arguments: [
    // Of the user's conversation, under a name that none of the user's has.
    (SessionTests.one, "bbbbbbbb", nil), ("rg", "bbbbbbbb", nil), ("rg", "rg", nil),
    (SessionTests.one.uppercased(), "0F0E0D0C", nil), (SessionTests.one, "0f0e0d0c", nil),
    // The same letters stand first in the user's.
    ("0f0e0d0c-0000-4908-8706-050403020100", "0f0e0d0c", "0f0e0d0c-0000-4908-8706-050403020100"),
  ])
  func `gemini's are taken by the id that name and record tell, where the user's has another`(
    id: String, name: String, taken: String?
  ) async throws {
    func chat(_ id: String) -> String {
      #"{"sessionId":"\#(id)","startTime":"2026-11-22T05:00:03Z"}"#
    }
    try await home([
      (".gemini/projects.json", #"{"projects":{"/no/w":"w"}}"#),
      (".gemini/tmp/q/chats/session-2026-11-01T05-00-0f0e0d0c.jsonl", chat(Self.one)),
      (".gemini/tmp/w/chats/session-2026-11-22T05-00-\(name).jsonl", chat(id)),
    ]) { surroundings in
      let search = ConversationSearch(directory: "/no/w", since: Self.since)
      #expect(GeminiRuntime(surroundings).conversation(search)?.text == taken)
    }
  }
}
