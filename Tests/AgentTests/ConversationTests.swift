import Support
import Testing

@Suite("A real agent's own record of a conversation", .enabled(if: Agents.isWanted, Agents.whyNot))
struct ConversationTests {
  @Test(
    "is listed as its packet's and read, and still is when the packet is closed",
    arguments: Agents.all)
  func recorded(agent: String) async throws {
    try Agents.require(agent)
    // Without a cage of their own all of them keep it where the user's lie.
    try await AgentScene.with(Script.task, isolation: "worktree") { scene in
      let packet = try await scene.done("Write hello", agent)
      let session = try #require(packet.attempts.first?.session ?? nil)
      let name = "\(agent):\(session)"
      let log = try await scene.o8("log", name)
      #expect(log.contains("agent: I will write it."))
      #expect(log.contains("agent: Done, hello.txt is there."))
      try await scene.o8("cancel", "Write hello")
      let listed = try await scene.o8("sessions")
      let line = listed.split(separator: "\n").first { $0.contains(name) }
      #expect(line?.contains(packet.id.prefix(7)) == true, "\(listed)")
    }
  }
}
