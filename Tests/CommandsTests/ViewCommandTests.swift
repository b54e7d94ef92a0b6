import Commands
import Fixtures
import Foundation
import Model
import Support
import Synchronization
import Testing

@Suite("What views print")
struct ViewCommandTests {
  private func run(_ words: [String], in scene: PacketScene) async -> (Int32, String) {
    let said = Mutex("")
    let context = Context(
      directory: scene.repository.path, program: "/opt/git-o8",
      environment: scene.fixture.environment, now: { PacketScene.later }
    ) { _, text in said.withLock { $0 += text } }
    let status = await CommandRun(words).exitStatus(in: context)
    return (status, said.withLock { $0 })
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  @Test("show and list have the shapes that scripts rely on")
  func shapes() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      try await scene.judge(
        id, presented, .approve,
        findings: [Finding(path: nil, line: 0, severity: .note, text: "fine")])
      let shown = try object(await run(["show", "fix", "--json"], in: scene).1)
      #expect(shown["schema"] as? String == "o8/show/1")
      #expect(shown["id"] as? String == id.hex)
      #expect(shown["state"] as? String == "approved")
      for key in ["worktree", "model", "question", "landed"] {
        #expect(shown[key] is NSNull, "\(key)")
      }
      for key in ["base", "head", "tree", "lane", "branch", "runtime", "tier", "title"] {
        #expect(shown[key] is String, "\(key)")
      }
      let attempt = try #require((shown["attempts"] as? [[String: Any]])?.first)
      #expect(
        Set(attempt.keys).isSuperset(of: [
          "number", "runtime", "session", "started", "finished", "outcome", "exit", "usage",
        ]))
      let gate = try #require((shown["gates"] as? [[String: Any]])?.first)
      #expect(Set(gate.keys).isSuperset(of: ["name", "tree", "passed", "seconds", "log"]))
      let verdict = try #require((shown["verdicts"] as? [[String: Any]])?.first)
      #expect(verdict["valid"] as? Bool == true && verdict["why"] is NSNull)
      #expect(
        Set(verdict.keys).isSuperset(of: [
          "id", "role", "principal", "key", "at", "decision", "summary", "base", "head", "tree",
          "findings",
        ]))
      let event = try #require((shown["events"] as? [[String: Any]])?.first)
      #expect(Set(event.keys).isSuperset(of: ["id", "kind", "clock", "at", "by", "summary"]))
      let listed = try #require(
        try objects(await run(["list", "--json"], in: scene).1).first)
      let left = Set(shown.keys).subtracting(listed.keys)
      #expect(left.isSuperset(of: ["events", "attempts", "gates", "verdicts"]))
      #expect(listed["id"] as? String == id.hex)
    }
  }

  @Test("the ledger says of each kind what it has, and null for the rest")
  func ledgerShape() async throws {
    try await PacketScene.with { scene in
      let (id, presented) = try await scene.reviewed("Fix it")
      try await scene.judge(id, presented, .approve)
      let landed = try await scene.land(id, presented)
      try await scene.close(try await scene.open("Gone"))
      let entries = try objects(await run(["ledger", "--json"], in: scene).1)
      #expect(entries.map { $0["kind"] as? String } == ["cancelled", "landed", "adopted"])
      #expect(entries[0]["reason"] as? String == "no longer wanted")
      #expect(entries[0]["commit"] is NSNull)
      #expect(entries[1]["commit"] as? String == landed.commit.hex)
      #expect((entries[1]["verdicts"] as? [String])?.count == 1)
      let shown = try object(await run(["show", id.short, "--json"], in: scene).1)
      let landing = try #require(shown["landed"] as? [String: Any])
      #expect(landing["commit"] as? String == landed.commit.hex)
      #expect(landing["ledger"] as? String == landed.entry.hex)
      let trace = try object(await run(["trace", "src/a.txt:1", "--json"], in: scene).1)
      #expect(trace["cause"] as? String == "landed")
      #expect(trace["step"] as? String == landed.commit.hex)
    }
  }

  @Test("no text is wider than a terminal, and no title acts on it")
  func widths() async throws {
    try await PacketScene.with { scene in
      let title = "Fix \u{1b}[31m" + String(repeating: "very ", count: 40) + "\u{202e}long\n"
      let (id, presented) = try await scene.reviewed(title)
      try await scene.judge(
        id, presented, .revise, summary: String(repeating: "word ", count: 60))
      for words in [
        ["list"], ["show", "fix"], ["status"], ["inbox"], ["ledger"], ["list", "--all"],
      ] {
        let (status, text) = await run(words, in: scene)
        #expect(status == 0, "\(words)")
        #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"), "\(words)")
        for line in text.split(separator: "\n") {
          #expect(line.count <= 80, "\(words): \(line)")
        }
      }
    }
  }

  @Test(
    "what is not there is exit 4, what means nothing exit 1",
    arguments: [
      "show nothing": Int32(4), "diff nothing": 4, "trace nothing": 4, "status nothing": 4,
      "show": 1, "list --state odd": 1, "diff x --attempt 3..1": 1,
    ])
  func exits(words: String, status: Int32) async throws {
    try await PacketScene.with { scene in
      #expect(await run(words.split(separator: " ").map(String.init), in: scene).0 == status)
    }
  }
}
