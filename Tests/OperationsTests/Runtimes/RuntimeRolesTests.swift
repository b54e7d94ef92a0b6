import Fixtures
import Lanes
import Model
import Support
import Testing

@testable import Operations

@Suite("Which runtime policy lets do what")
struct RuntimeRolesTests {
  private func bar(_ scene: LaneScene, by setting: String) async throws -> [String] {
    let draft = try scene.workspace.draft(.settings([setting]))
    _ = try await scene.workspace.sign(draft)
    return draft.difference.effects.map(\.text)
  }

  @Test func whatPolicyBarsIsGivenNoWork() async throws {
    try await LaneScene.with { scene in
      let failed = try await scene.dispatch("exit 1").packet
      #expect(failed.state == .failed)
      let effects = try await bar(scene, by: "runtimes.codex=[worker]")
      #expect(
        effects == [
          "runtimes: every one may take every role → only those that policy names, in the roles "
            + "it names",
          "runtime codex may be: anything → worker",
        ])
      let refusal = try await #require(throws: Refusal.self) {
        try await scene.dispatch("true", title: "Another")
      }
      #expect(refusal.reason == "policy does not let exec be a worker")
      #expect(refusal.hint == "those it lets: codex")
      for attempt in [scene.workspace.retry(_:takingOver:_:)] {
        let problem = try await #require(throws: Problem.self) {
          try await attempt(failed.id.hex, false, .here { _ in })
        }
        #expect(problem.kind == .refused)
        #expect(problem.message.hasPrefix("policy does not let exec be a worker, and packet"))
        #expect(problem.hint?.contains("--runtime NAME") == true)
      }
      let replay = try await #require(throws: Problem.self) {
        try await scene.workspace.replay(failed.id.hex, with: .any, .here { _ in })
      }
      #expect(replay.message.hasPrefix("policy does not let exec be a worker, and packet"))
      #expect(try scene.packet(failed.id)?.state == .failed)
      let runtimes = try await scene.workspace.runtimeOverview().runtimes
      #expect(runtimes.first { $0.name == "exec" }?.roles == [])
      #expect(runtimes.first { $0.name == "codex" }?.roles == [.worker])
    }
  }

  @Test func anotherRuntimeIsChosenWithoutTheOldOnesCommand() async throws {
    try await LaneScene.with { scene in
      let failed = try await scene.dispatch("exit 1") { $0.model = "m" }.packet
      _ = try await bar(scene, by: "runtimes.codex=[worker]")
      await #expect(throws: Refusal.self) {
        try await scene.workspace.edit(failed.id.hex, WorkChange(runtime: "claude"))
      }
      let edited = try await scene.workspace.edit(failed.id.hex, WorkChange(runtime: "codex"))
      #expect(edited.work.runtime == "codex" && edited.work.command == [])
      #expect(edited.work.model == nil)
    }
  }

  @Test func whatWaitsInTheQueueStaysThereAndSaysWhy() async throws {
    try await LaneScene.with { scene in
      let first = try await scene.dispatch("exit 1").packet
      let request = WorkRequest(title: "Next", after: [first.id.hex], command: ["true"])
      let next = try await scene.workspace.dispatch(request, .detached).packet
      _ = try await bar(scene, by: "runtimes={}")
      _ = try await scene.workspace.edit(next.id.hex, WorkChange(after: []))
      let entrance = LaneEntrance(workspace: scene.workspace)
      let packet = try #require(try scene.packet(next.id))
      let reason = try entrance.reasonToWait(packet, scene.workspace.governed())
      #expect(reason?.hasPrefix("policy does not let exec be a worker: git o8 edit") == true)
      // A lane that has it already goes no further.
      let end = try await scene.workspace.attend(next.id) { _ in }
      #expect(end.halt == "policy does not let exec be a worker")
      #expect(end.packet.state == .queued)
    }
  }

  @Test func aRunningPacketIsHeldOnceItsRuntimeIsBarred() async throws {
    let held = GovernedFixture.gate("red", "exit 1")
    try await LaneScene.with(gates: [held]) { scene in
      let sent = try await scene.dispatch(
        "echo two > a.txt; git o8 question 'Red?' --wait 0s", attempts: 3)
      guard sent.packet.state == .waiting else {
        Issue.record("\(sent.packet.state)")
        return
      }
      _ = try await bar(scene, by: "runtimes.claude=[worker]")
      let problem = try await #require(throws: Problem.self) {
        try await scene.workspace.resume(sent.packet.id.hex, message: nil, .here { _ in })
      }
      #expect(problem.kind == .refused)
      let answered = try await scene.workspace.answer(
        sent.packet.id.hex, text: "Blue", .here { _ in })
      #expect(answered.packet.state == .waiting)
      #expect(answered.packet.pause?.text == "policy does not let exec be a worker")
    }
  }
}
