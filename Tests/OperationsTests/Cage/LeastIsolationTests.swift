import Fixtures
import Lanes
import Model
import Support
import Testing
import Trust

@testable import Operations

@Suite("The least isolation that policy asks for")
struct LeastIsolationTests {
  @Test(arguments: [
    (Isolation.sandbox, Isolation.worktree), (.sandbox, .clone), (.clone, .worktree),
  ])
  func lessIsRefusedWhoeverAsksForIt(least: Isolation, asked: Isolation) async throws {
    try await LaneScene.with(policy: { $0.isolation = least }) { scene in
      let said = "policy asks for at least \(least.rawValue), and \(asked.rawValue) is less"
      let problem = try await #require(throws: Problem.self) {
        try await scene.dispatch("true") { $0.isolation = asked }
      }
      #expect(problem.kind == .refused && problem.message == said)
      // Nor does what a person's own settings say.
      var environment = scene.fixture.environment
      environment["O8_ISOLATION"] = asked.rawValue
      let workspace = try Workspace(
        in: scene.repository.path, program: LaneScene.programPath, environment: environment,
        now: { GovernedFixture.now })
      let request = WorkRequest(title: "Fix it", command: ["true"])
      let configured = try await #require(throws: Problem.self) {
        try await workspace.dispatch(request, .here { _ in })
      }
      #expect(configured.message == said)
      #expect(try scene.workspace.packets(ListFilter(states: [])).packets.isEmpty)
    }
  }

  @Test func whatIsEnoughIsDone() async throws {
    try await LaneScene.with(policy: { $0.isolation = .clone }) { scene in
      let sent = try await scene.dispatch("test -d .git && echo own >b.txt || git rev-parse >b.txt")
      {
        $0.isolation = .clone
      }
      #expect(sent.packet.state == .review)
      #expect(sent.packet.work.isolation == "clone")
    }
  }

  /// What was opened before, or by somebody else's program, is done with no less.
  @Test func aPacketThatAsksForLessIsKeptApartAsPolicySays() async throws {
    let works = await Cages.work()
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo b >b.txt") { $0.isolation = .worktree }
      #expect(sent.packet.state == .review)
      var policy = try scene.fixture.governed().policy
      // A cage shows nothing of the main worktree.
      let file = "\(scene.repository.path)/a.txt"
      policy.gates = [scene.gate("hidden", "! test -e '\(file)'")]
      try await scene.fixture.write(policy)
      // On a new base the gates run anew.
      try await scene.repository.commit(["c.txt": "c\n"])
      let seen = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(seen.packet.state == .failed, "\(seen.packet.gates) \(seen.halt ?? "")")
      policy.isolation = .sandbox
      try await scene.fixture.write(policy)
      try await scene.repository.commit(["d.txt": "d\n"])
      guard works else {
        let problem = try await #require(throws: Problem.self) {
          try await scene.workspace.gate(sent.packet.id.hex) { _ in }
        }
        #expect(problem.kind == .refused)
        #expect(problem.message.contains("none can be made here"))
        return
      }
      let caged = try await scene.workspace.gate(sent.packet.id.hex) { _ in }
      #expect(caged.packet.state == .review, "\(caged.halt ?? "")")
    }
  }
}
