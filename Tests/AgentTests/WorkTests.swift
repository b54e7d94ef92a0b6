import Foundation
import Support
import Testing

/// What every script of a model here has: a task that writes a file.
enum Script {
  static let task = """
    {"steps": [
      {"say": "I will write it.",
       "tools": [{"write": {"path": "{cwd}/hello.txt", "content": "hello"}}]},
      {"say": "Done, hello.txt is there."}]}
    """

  /// A command that runs for a while, then a second file.
  static let slow = """
    {"steps": [
      {"say": "Working.", "tools": [{"bash": "echo begun; sleep 6; echo a > a.txt"}]},
      {"say": "Next.", "tools": [{"bash": "echo b > b.txt"}]},
      {"say": "One more.", "tools": [{"bash": "echo c > c.txt"}]},
      {"say": "All done."}]}
    """

  /// What an agent writes when it has begun with `slow`; one of them tells nothing of its tools.
  static func sign(of agent: String) -> String { agent == "grok" ? #""type":"text""# : "sleep 6" }

  /// Nothing but a fault at the first step; behind it the task.
  static func fault(_ fault: String) -> String {
    """
    {"steps": [
      {"fault": \(fault), "say": "I will write it.",
       "tools": [{"write": {"path": "{cwd}/hello.txt", "content": "hello"}}]},
      {"say": "Done."}]}
    """
  }
}

@Suite("A real agent does a packet", .enabled(if: Agents.isWanted, Agents.whyNot))
struct WorkTests {
  @Test("in a cage and without one", arguments: Agents.all, ["sandbox", "worktree"])
  func task(agent: String, isolation: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.task, isolation: isolation) { scene in
      let packet = try await scene.done("Write hello", agent)
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["changed"])
      #expect(packet.attempts.first?.session != nil)
      #expect((packet.attempts.first?.usage?.inputTokens ?? 0) > 0)
      let branch = try await scene.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/heads/o8/")
      #expect(try await scene.repository.git("show", "\(branch):hello.txt") == "hello")
      let log = try await scene.o8("log", "Write hello")
      #expect(log.contains("agent: I will write it."))
      #expect(!log.contains("\n{"), "nothing stands there as it was written")
    }
  }

  @Test("and hears a message while it works, or is stopped to hear it", arguments: Agents.all)
  func steered(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.slow) { scene in
      try await scene.o8("dispatch", "Slow", "--runtime", agent)
      try await scene.until("Slow", writes: Script.sign(of: agent))
      let said = try await scene.o8("steer", "Slow", "Mind the gap")
      try await scene.o8("wait", "Slow", "--timeout", AgentScene.patience)
      let packet = try await scene.show("Slow")
      #expect(packet.state == "review")
      if said.contains("the worker has it") {
        #expect(packet.outcomes == ["changed"])
        #expect(packet.summaries(of: "steered") == ["while it works: Mind the gap"])
      } else {
        #expect(said.contains("stopped to hear it"))
        #expect(packet.outcomes == ["interrupted", "changed"])
      }
      #expect(scene.model.log.contains("Mind the gap"))
    }
  }

  @Test("and goes on with the same conversation after it was interrupted", arguments: Agents.all)
  func resumed(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.slow) { scene in
      try await scene.o8("dispatch", "Slow", "--runtime", agent)
      try await scene.until("Slow", writes: Script.sign(of: agent))
      try await scene.o8("interrupt", "Slow")
      #expect(try await scene.show("Slow").state == "waiting")
      try await scene.o8("resume", "Slow", "Go on")
      try await scene.o8("wait", "Slow", "--timeout", AgentScene.patience)
      let packet = try await scene.show("Slow")
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["interrupted", "changed"])
      #expect(Set(packet.attempts.map(\.session)).count == 1)
    }
  }

  @Test("and gets a red gate back in the same conversation", arguments: Agents.all)
  func continued(agent: String) async throws {
    try Agents.require(agent)
    let script = """
      {"scenarios": [
        {"when": "a check failed", "steps": [
          {"tools": [{"bash": "echo good > hello.txt"}]}, {"say": "Mended."}]},
        {"steps": [{"tools": [{"bash": "echo BAD > hello.txt"}]}, {"say": "Done."}]}]}
      """
    try await AgentScene.with(script, gate: "! grep -q BAD hello.txt") { scene in
      let packet = try await scene.done("Write hello", agent, ["--attempts", "1"])
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["changed", "changed"])
      #expect(Set(packet.attempts.map(\.session)).count == 1)
      #expect(packet.summaries(of: "started").last?.hasSuffix("to finish") == true)
    }
  }

  @Test("and hears the answer to what it no longer waits for", arguments: Agents.native)
  func answered(agent: String) async throws {
    try Agents.require(agent)
    let script = """
      {"steps": [
        {"tools": [{"bash": "git o8 question 'Which port?' --wait 0s; sleep 9; echo a > a.txt"}]},
        {"tools": [{"bash": "echo b > b.txt"}]}, {"say": "Done."}, {"say": "I see."}]}
      """
    try await AgentScene.with(script) { scene in
      try await scene.o8("dispatch", "Serve", "--runtime", agent)
      try await scene.until("Serve", is: "waiting")
      try await scene.o8("answer", "Serve", "8080")
      try await scene.o8("wait", "Serve", "--timeout", AgentScene.patience)
      let packet = try await scene.show("Serve")
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["changed"])
      #expect(
        packet.summaries(of: "steered") == [
          "while it works: You asked: Which port? The answer: 8080"
        ])
      #expect(scene.model.log.contains("The answer: 8080"))
    }
  }

  @Test("and is asked once about points that it did not claim", arguments: Agents.native)
  func points(agent: String) async throws {
    try Agents.require(agent)
    let script = """
      {"scenarios": [
        {"when": "points left open", "steps": [
          {"tools": [{"bash": "git o8 report --met 2 -m checked"}]}, {"say": "Claimed."}]},
        {"steps": [{"tools": [{"bash": "echo good > hello.txt"}]}, {"say": "Done."}]}]}
      """
    try await AgentScene.with(script) { scene in
      let points = ["--accept", "It is quick", "--accept", "It is good", "--attempts", "1"]
      let packet = try await scene.done("Write hello", agent, points)
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["changed", "changed"])
      #expect(Set(packet.attempts.map(\.session)).count == 1)
      #expect(packet.summaries(of: "said") == ["claim: met: It is good (checked)"])
      #expect(
        packet.summaries(of: "started").last?.hasSuffix("to meet the points left open") == true)
    }
  }

  @Test(
    "and goes on in a conversation summed up when it has become too long", arguments: Agents.native)
  func compacted(agent: String) async throws {
    try Agents.require(agent)
    // Both programs ask their model for a summary in words of their own.
    let script = """
      {"scenarios": [
        {"when": "Your task is to create a detailed summary|CONTEXT CHECKPOINT COMPACTION",
         "steps": [{"say": "He wants hello."}, {"say": "He wants hello."}]},
        {"when": "had become too long", "steps": [
          {"tools": [{"bash": "echo good > hello.txt"}]}, {"say": "Done."}]},
        {"steps": [{"tools": [{"bash": "ls"}]}, {"fault": "context"}]}]}
      """
    try await AgentScene.with(script) { scene in
      let packet = try await scene.done("Write hello", agent, ["--attempts", "1"])
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["context", "changed"])
      #expect(Set(packet.attempts.map(\.session)).count == 1)
      #expect(scene.model.log.contains("He wants hello."))
    }
  }
}
