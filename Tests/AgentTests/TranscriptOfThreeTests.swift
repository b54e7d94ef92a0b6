import Support
import Testing

@Suite("Agents side by side", .enabled(if: Agents.isWanted, Agents.whyNot))
struct TranscriptOfThreeTests {
  private static let script = """
    {"scenarios": [
      {"when": "Write one", "steps": [
        {"say": "I will.", "tools": [{"write": {"path": "{cwd}/one.txt", "content": "one\\n"}}]},
        {"say": "one.txt is there."}]},
      {"steps": [
        {"say": "I will.", "tools": [{"bash": "echo two > two.txt"}]},
        {"say": "two.txt is there."}]}]}
    """

  @Test("a packet by claude, one by codex and one by a command are reviewed and landed")
  func three() async throws {
    for agent in Agents.native { try Agents.require(agent) }
    try await AgentScene.with(Self.script) { scene in
      let file = Agents.package + "/Tests/Transcripts/agents/three.t"
      let change = try await Transcript.change(at: file) {
        try await Transcript.run($0, in: scene.repository, environment: scene.environment)
      }
      #expect(change == nil)
    }
  }
}
