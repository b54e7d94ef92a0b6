import Foundation
import Model
import Support
import Testing

@testable import Runtimes

@Suite struct ClaudeStateTests {
  private let state = #"""
    {"numStartups": 12, "lastCost": 0.25, "hasCompletedOnboarding": true, "theme": "da\"rk",
     "oauthAccount": {"accountUuid": "u", "emailAddress": "ann@example.org"},
     "mcpServers": {"x": {"env": {"TOKEN": "secret"}}}, "tipsHistory": {"secret": 1},
     "githubRepoPaths": ["secret"], "customApiKeyResponses": {"approved": ["dummy"]},
     "projects": {
       "/code/repo": {"hasTrustDialogAccepted": true, "history": [{"display": "secret"}],
                      "mcpServers": {"y": {"env": {"TOKEN": "secret"}}}, "lastSessionId": "secret"},
       "/code/secret": {"hasTrustDialogAccepted": true}}}
    """#

  private func members(_ state: String) throws -> [String: Any] {
    let shown = ClaudeState.shown(Array(state.utf8), trusting: ["/lanes/one", "/code/repo"])
    let value = try JSONSerialization.jsonObject(with: Data(shown))
    return try #require(value as? [String: Any])
  }

  @Test func `a worker sees its login and flags, and whether its repository is trusted`() throws {
    let seen = try members(state)
    #expect(
      Set(seen.keys) == [
        "numStartups", "lastCost", "hasCompletedOnboarding", "theme", "oauthAccount",
        "customApiKeyResponses", "projects",
      ])
    #expect(seen["theme"] as? String == "da\"rk")
    #expect((seen["oauthAccount"] as? [String: String])?["accountUuid"] == "u")
    let projects = try #require(seen["projects"] as? [String: [String: Bool]])
    #expect(projects == ["/code/repo": ["hasTrustDialogAccepted": true]])
    #expect(!"\(seen)".contains("secret"))
  }

  @Test(arguments: ["", "[]", "{\"a\":", "{\"projects\": 3}", "\u{0}"])
  func `what is no such file shows nothing`(text: String) throws {
    let seen = try members(text)
    #expect(seen.isEmpty || seen.keys.first == "projects")
  }

  @Test func `it stands in the place of the user's in a plan`() async throws {
    try await withTemporaryDirectory { directory in
      try Data(state.utf8).write(to: URL(fileURLWithPath: "\(directory)/.claude.json"))
      let request = LaunchRequest(
        packet: .emptyTree, base: .emptyTree, attempt: 1, prompt: "Do it", promptFile: "/p",
        outbox: "/o", artifacts: "/a", directory: "/lanes/one", session: .fresh(),
        isCaged: true)
      for variable in ["HOME", "CLAUDE_CONFIG_DIR"] {
        let claude = ClaudeRuntime(RuntimeSurroundings(environment: [variable: directory]))
        let shown = try claude.launch(request).shown.first { $0.path.hasSuffix(".claude.json") }
        guard case .standIn(let bytes) = shown?.access else {
          Issue.record("the user's own is shown")
          return
        }
        #expect(!String(decoding: bytes, as: UTF8.self).contains("secret"))
      }
    }
  }
}
