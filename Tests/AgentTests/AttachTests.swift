import Foundation
import Support
import Testing

@Suite(
  "A real agent's conversation at a person's terminal", .enabled(if: Agents.isWanted, Agents.whyNot)
)
struct AttachTests {
  private static let seconds = "90"
  private static let terminal = Agents.package + "/Tests/Agents/at_terminal.py"

  /// What each asks first, how it is spoken to, and how it is left.
  private static func rules(of agent: String) -> String {
    let talk = """
      ["Done, hello.txt is there", "Mind the gap", "\\r"], ["Once more|I see", "/exit", "\\r"]
      """
    return agent == "claude"
      ? "[\(talk)]"
      : #"[["Trust this folder", "\r"], ["Use existing model", "2", "\r"], "# + "\(talk)]"
  }

  @Test(
    "is the one that its worker had, and nothing of it stays when it is left",
    arguments: Agents.native)
  func attached(agent: String) async throws {
    try Agents.require(agent)
    let script = Script.task.replacing(
      #""Done, hello.txt is there."}"#,
      with: #""Done, hello.txt is there."}, {"say": "Once more I see."}"#)
    try await AgentScene.with(script) { scene in
      try scene.trustRepository()
      let packet = try await scene.done("Write hello", agent)
      #expect(packet.state == "review")
      let home = try #require(scene.environment["HOME"])
      let rules = home + "/rules.json"
      try Data(Self.rules(of: agent).utf8).write(to: URL(fileURLWithPath: rules))
      let seen = try await scene.repository.program.run(
        "python3",
        [Self.terminal, Self.seconds, rules, Agents.program, "attach", "Write hello"],
        environment: scene.environment)
      #expect(seen.exit == 0, "\(seen.output.suffix(4000))")
      let session = try #require(packet.attempts.first?.session ?? nil)
      #expect(seen.output.contains("\(agent):\(session) opens in"))
      let isContinued = scene.model.log.split(separator: "\n").contains {
        $0.contains("Mind the gap") && $0.contains("I will write it.")
      }
      #expect(isContinued, "all of the conversation is there")
      #expect(scene.processes.isEmpty)
    }
  }
}
