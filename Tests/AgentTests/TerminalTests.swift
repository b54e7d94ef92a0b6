import Foundation
import Support
import Testing

@Suite("A real agent at a terminal", .enabled(if: Agents.isWanted, Agents.whyNot))
struct TerminalTests {
  /// More tries than any of them has questions of its own first.
  private static let farewells = 30

  @Test("does a packet in its full-screen program, and leaves it", arguments: Agents.native)
  func task(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.task) { scene in
      try scene.trustRepository()
      try await scene.o8("dispatch", "Write hello", "--tmux", "--runtime", agent)
      // What it asks about itself first is answered as well by what takes it to its end.
      var tries = 0
      while try await scene.show("Write hello").outcomes.isEmpty, tries < Self.farewells {
        tries += 1
        let log = try await scene.o8("log", "Write hello")
        if log.contains("Done, hello.txt is there.") {
          try await scene.tryO8("steer", "Write hello", "/exit")
        } else if log.contains("esc confirm") {
          // Codex offers newer models to whoever is new to it.
          try await scene.tryO8("steer", "Write hello", "1")
        }
        try await scene.tryO8("wait", "Write hello", "--timeout", "2s")
      }
      try await scene.tryO8("wait", "Write hello", "--timeout", AgentScene.patience)
      let packet = try await scene.show("Write hello")
      #expect(packet.state == "review" && packet.outcomes == ["changed"])
      #expect(packet.summaries(of: "steered").contains("typed at its terminal: /exit"))
      #expect(packet.attempts.first?.session != nil, "its file tells, where it does not itself")
      let branch = try await scene.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/heads/o8/")
      #expect(try await scene.repository.git("show", "\(branch):hello.txt") == "hello")
    }
  }
}

extension AgentScene {
  /// As who has used claude in the repository has it, who is asked nothing about its worktrees.
  func trustRepository() throws {
    let home = try #require(environment["HOME"])
    let settings: [String: Any] = [
      "hasCompletedOnboarding": true, "theme": "dark", "bypassPermissionsModeAccepted": true,
      "customApiKeyResponses": ["approved": ["dummy"], "rejected": []],
      "projects": [repository.path: ["hasTrustDialogAccepted": true]],
    ]
    try JSONSerialization.data(withJSONObject: settings)
      .write(to: URL(fileURLWithPath: "\(home)/.claude.json"))
  }
}
