import Support
import Testing

/// mini-swe-agent asks its model for commands and speaks no protocol.
@Suite(
  "mini-swe-agent, which only runs commands",
  .enabled(
    if: Agents.has("mini-swe-agent"), "O8_AGENTS=1 runs it, where Tests/Agents/install could get it"
  ))
struct MiniTests {
  private static let model = ["--model", "openai/fake-1"]

  @Test("does a packet", arguments: ["sandbox", "worktree"])
  func task(isolation: String) async throws {
    let script = """
      {"scenarios": [{"when": "Write hello", "steps": [
        {"say": "I will write it.", "tools": [{"bash": "echo hello > hello.txt"}]},
        {"say": "Done.", "tools": [{"bash": "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"}]}]}]}
      """
    try await AgentScene.with(script, isolation: isolation) { scene in
      let packet = try await scene.done("Write hello", "mini-swe-agent", Self.model)
      let log = try await scene.o8("log", "Write hello")
      #expect(packet.state == "review", "\(log)")
      let branch = try await scene.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/heads/o8/")
      #expect(try await scene.repository.git("diff", "--name-only", "main", branch) == "hello.txt")
    }
  }

  @Test("has its errors understood", arguments: [("401", "auth"), ("model", "failed")])
  func faults(fault: String, outcome: String) async throws {
    try await AgentScene.expect("mini-swe-agent", meeting: fault, toEnd: outcome)
  }
}
