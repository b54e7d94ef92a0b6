import Support
import Testing

/// aider speaks no protocol, has no conversation to go on with, and ends with 0 whatever went wrong. A
/// library of its own reads git's files.
@Suite(
  "aider, which only speaks",
  .enabled(if: Agents.has("aider"), "O8_AGENTS=1 runs it, where Tests/Agents/install could get it"))
struct AiderTests {
  private static let model = ["--model", "openai/fake-1"]

  @Test("does a packet and leaves nothing of its own in it", arguments: ["sandbox", "worktree"])
  func task(isolation: String) async throws {
    let script = """
      {"scenarios": [{"when": "Write hello", "steps": [
        {"say": "hello.txt\\n```\\nhello\\n```\\n"}]}]}
      """
    try await AgentScene.with(script, isolation: isolation) { scene in
      // Which it has to find by an annotated tag too.
      try await scene.repository.git("tag", "-a", "-m", "a tag", "v1")
      let packet = try await scene.done("Write hello", "aider", Self.model)
      let log = try await scene.o8("log", "Write hello")
      #expect(packet.state == "review", "\(log)")
      let branch = try await scene.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/heads/o8/")
      #expect(try await scene.repository.git("diff", "--name-only", "main", branch) == "hello.txt")
    }
  }

  @Test(
    "has its errors understood",
    arguments: [
      ("401", "auth"), ("context", "context"), ("model", "failed"), ("403", "failed"),
    ])
  func faults(fault: String, outcome: String) async throws {
    try await AgentScene.expect("aider", meeting: fault, toEnd: outcome)
  }
}
