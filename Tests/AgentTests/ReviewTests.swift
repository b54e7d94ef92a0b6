import Model
import Runtimes
import Support
import Testing

@testable import Lanes

@Suite("A real agent that is to review", .enabled(if: Agents.isWanted, Agents.whyNot))
struct ReviewTests {
  /// A model that does what a reviewer must not.
  private static let script = """
    {"steps": [
      {"say": "I have a look.",
       "tools": [{"write": {"path": "{cwd}/written.txt", "content": "by a reviewer"}}]},
      {"say": "And again.", "tools": [{"bash": "echo run > ran.txt"}]},
      {"say": "The diff is fine."}, {"say": "The diff is fine."}]}
    """

  @Test("reads, and changes nothing however hard its model tries", arguments: Agents.native)
  func reading(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Self.script) { scene in
      let name = try #require(RuntimeName(agent))
      let registry = RuntimeRegistry(
        RuntimeRegistry.native(RuntimeSurroundings(environment: scene.environment)))
      let runtime = try registry.runtime(named: name)
      let plan = try runtime.reviewDiffs(
        ReviewRequest(
          brief: "Read the diff.", base: .emptyTree, head: .emptyTree,
          directory: scene.repository.path))
      var command = SupervisedCommand(plan, in: scene.repository.path, from: scene.environment)
      command.limits = RunLimits(timeSeconds: 180)
      let listener = RunListener(try runtime.readTranscript(.capture), passingTo: Nowhere()) {}
      let end = try await command.run(into: listener)
      #expect(end.status == .exited(0))
      #expect(listener.reading.end == .completed)
      #expect(scene.model.log.contains("Read the diff."))
      #expect(try await scene.repository.git("status", "--porcelain").isEmpty)
    }
  }
}

private struct Nowhere: OutputSink {
  func take(_ bytes: UnsafeRawBufferPointer, from channel: OutputChannel, at milliseconds: Int64) {}
  func pause() {}
}
