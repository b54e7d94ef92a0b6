import Foundation
import Support
import Testing

@Suite("A limit is waited for", .enabled(if: Agents.isWanted, Agents.whyNot))
struct LimitTests {
  /// An account, not a key, is what has a plan; claude says so in headers that codex has no need of.
  private static let plan = ["CLAUDE_CODE_OAUTH_TOKEN": "dummy", "ANTHROPIC_API_KEY": ""]

  @Test("until the moment that is named", arguments: Agents.native)
  func named(agent: String) async throws {
    try Agents.require(agent)
    let script = Script.fault(#"{"kind": "usage_limit", "seconds": 7200}"#)
    try await AgentScene.with(script) { scene in
      let wait = try await scene.wait(agent, with: Self.plan)
      #expect((7080...7260).contains(wait))
    }
  }

  @Test("for a while where none is", arguments: Agents.native)
  func unnamed(agent: String) async throws {
    try Agents.require(agent)
    let script = Script.fault(#"{"kind": "429", "message": "Rate limit reached."}"#)
    try await AgentScene.with(script) { scene in
      let wait = try await scene.wait(agent)
      #expect((240...310).contains(wait))
    }
  }
}

@Suite("What an agent is not let do", .enabled(if: Agents.isWanted, Agents.whyNot))
struct PermissionTests {
  /// What each says of a refusal: codex tells none as an event, only as a line for people.
  private static let words = [
    "claude": "not permitted: 1 tool call of its own",
    "codex": "patch rejected: writing outside of the project",
  ]

  @Test("stays undone, and the attempt says so", arguments: Agents.native)
  func denied(agent: String) async throws {
    try Agents.require(agent)
    let script = """
      {"steps": [
        {"say": "I will write it.",
         "tools": [{"write": {"path": "{cwd}/../outside.txt", "content": "hello"}}]},
        {"say": "It was refused."}]}
      """
    try await AgentScene.with(script, isolation: "worktree") { scene in
      try await scene.o8("dispatch", "Write", "--runtime", agent, "--attempts", "1")
      let packet = try await scene.afterFirstAttempt("Write")
      #expect(packet.outcomes.first == "no_changes")
      let lanes = scene.repository.scratch + "/lanes"
      let names = FileManager.default.enumerator(atPath: lanes)?.compactMap { $0 as? String } ?? []
      #expect(!names.contains { $0.hasSuffix("outside.txt") })
      let log = try await scene.o8("log", "Write")
      #expect(log.contains(try #require(Self.words[agent])), "\(log)")
      _ = try await scene.tryO8("cancel", "Write")
    }
  }
}

extension AgentScene {
  /// How long a packet waits once its first attempt has met a limit, in seconds from now on.
  fileprivate func wait(_ agent: String, with extra: [String: String] = [:]) async throws -> Int64 {
    try await o8("dispatch", "Write", "--runtime", agent, "--attempts", "1", with: extra)
    var packet = try await afterFirstAttempt("Write")
    #expect(packet.outcomes == ["limited"])
    for _ in 0..<100 where packet.state != "waiting" {
      try await Task.sleep(for: .milliseconds(100))
      packet = try await show("Write")
    }
    let event = try JSONDecoder().decode(
      Pause.self, from: Data(try await newestEvent(of: packet).utf8))
    _ = try await tryO8("cancel", "Write")
    let until = try Date(event.until, strategy: .iso8601)
    return Int64(until.timeIntervalSinceNow)
  }
}

/// What is looked at of a packet's pause.
private struct Pause: Decodable {
  let kind: String
  let until: String
}
