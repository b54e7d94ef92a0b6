import Testing

extension AgentScene {
  /// Has an agent, whose model fails by `fault`, do a packet, and expects its first attempt to end so.
  ///
  /// Some begin each conversation with examples, which are turns as well: only the task fails.
  static func expect(_ agent: String, meeting fault: String, toEnd outcome: String) async throws {
    let script = """
      {"scenarios": [{"when": "Write hello", "steps": [{"fault": "\(fault)", "say": "Done."}]}]}
      """
    try await with(script) { scene in
      try await scene.o8(
        "dispatch", "Write hello", "--runtime", agent, "--attempts", "1", "--model",
        "openai/fake-1")
      let packet = try await scene.afterFirstAttempt("Write hello")
      let log = try await scene.o8("log", "Write hello")
      #expect(packet.outcomes.first == outcome, "\(log)")
      _ = try await scene.tryO8("cancel", "Write hello")
    }
  }
}
