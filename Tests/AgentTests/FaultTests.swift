import Foundation
import Support
import Testing

/// A fault of the model's, and how the attempt that meets it ends.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let fault: String
  let outcome: String
  var environment: [String: String] = [:]

  var testDescription: String { name }

  static let all = [
    Fault(name: "a key that is refused", fault: #""401""#, outcome: "auth"),
    Fault(
      name: "a limit that is lifted soon", fault: #"{"kind": "429", "seconds": 20}"#,
      outcome: "limited"),
    Fault(name: "a plan's limit", fault: #""usage_limit""#, outcome: "limited"),
    Fault(name: "no credit", fault: #""billing""#, outcome: "limited"),
    Fault(name: "an error of the server", fault: #""500""#, outcome: "failed"),
    Fault(name: "an overloaded server", fault: #""529""#, outcome: "failed"),
    Fault(name: "a prompt that is too long", fault: #""context""#, outcome: "context"),
    Fault(name: "a model that is not there", fault: #""model""#, outcome: "failed"),
  ]
}

/// An agent, inside of a cage or outside.
struct Seat: Sendable, CustomTestStringConvertible {
  let agent: String
  let isolation: String

  var testDescription: String { "\(agent) in a \(isolation)" }

  static let all =
    Agents.all.map { Seat(agent: $0, isolation: "sandbox") }
    + Agents.native.map { Seat(agent: $0, isolation: "worktree") }
}

@Suite(
  "What a real agent says of a fault is understood", .enabled(if: Agents.isWanted, Agents.whyNot))
struct FaultTests {
  @Test("by its kind", arguments: Seat.all, Fault.all)
  func kinds(seat: Seat, fault: Fault) async throws {
    let agent = seat.agent
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(fault.fault), isolation: seat.isolation) { scene in
      try await scene.o8("dispatch", "Write", "--runtime", agent, "--attempts", "1")
      let packet = try await scene.afterFirstAttempt("Write")
      #expect(packet.outcomes.first == fault.outcome)
      _ = try await scene.tryO8("cancel", "Write")
    }
  }

  @Test(
    "and gone past where it passes", arguments: Agents.all,
    [#"{"kind": "500", "times": 1}"#, #"{"kind": "midstream", "times": 1}"#])
  func passing(agent: String, fault: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(fault)) { scene in
      let packet = try await scene.done("Write", agent, ["--attempts", "1"])
      #expect(packet.state == "review")
      // Where the program gives up at once, the lane goes on with its conversation.
      #expect(packet.outcomes == ["changed"] || packet.outcomes == ["failed", "changed"])
    }
  }

  @Test("an answer that breaks off is asked for again", arguments: Agents.native)
  func dropped(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(#"{"kind": "drop", "times": 1}"#)) { scene in
      let packet = try await scene.done("Write", agent, ["--attempts", "1"])
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["changed"] || packet.outcomes == ["failed", "changed"])
    }
  }

  @Test("half an answer that is taken for a whole one is no work", arguments: Agents.described)
  func halved(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(#"{"kind": "drop", "times": 1}"#)) { scene in
      try await scene.o8("dispatch", "Write", "--runtime", agent, "--attempts", "1")
      let packet = try await scene.afterFirstAttempt("Write")
      #expect(packet.outcomes.first == "no_changes")
      _ = try await scene.tryO8("cancel", "Write")
    }
  }

  @Test(
    "a stream that stands still is ended, and so is a request that nobody answers",
    arguments: Agents.all, [#""stuck""#, #""hang""#])
  func stuck(agent: String, fault: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(fault)) { scene in
      try await scene.repository.git("config", "o8.silenceSeconds", "3")
      try await scene.repository.git("config", "o8.firstWordSeconds", "30")
      try await scene.o8("dispatch", "Write", "--runtime", agent, "--attempts", "1")
      let packet = try await scene.afterFirstAttempt("Write")
      #expect(packet.outcomes.first == "stalled")
      _ = try await scene.tryO8("cancel", "Write")
    }
  }

  @Test("an answer that is no answer", arguments: Agents.all)
  func garbage(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.fault(#""garbage""#)) { scene in
      try await scene.o8("dispatch", "Write", "--runtime", agent, "--attempts", "1")
      let packet = try await scene.afterFirstAttempt("Write")
      #expect(packet.outcomes.first != "changed")
      _ = try await scene.tryO8("cancel", "Write")
    }
  }
}
