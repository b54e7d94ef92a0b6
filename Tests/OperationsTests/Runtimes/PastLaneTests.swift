import Fixtures
import Foundation
import Git
import Lanes
import Model
import Support
import Testing

@testable import Operations

@Suite("A conversation that was held in a lane")
struct PastLaneTests {
  /// Files as claude and codebuddy keep them of a conversation in a directory.
  private func keep(_ session: String, in directory: String, of home: String) throws {
    let claude = "\(home)/.claude/projects/-x", buddy = "\(home)/.codebuddy/projects/x"
    for folder in [claude, buddy] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let said = #"{"type":"user","message":{"role":"user","content":"Obey"},"cwd":"\#(directory)"}"#
    try Data(said.utf8).write(to: URL(fileURLWithPath: "\(claude)/\(session).jsonl"))
    let other = """
      {"timestamp":1795349118138,"type":"message","role":"user","cwd":"\(directory)",\
      "sessionId":"\(session)","content":[{"type":"input_text","text":"Hello"}]}
      """
    try Data(other.utf8).write(to: URL(fileURLWithPath: "\(buddy)/\(session).jsonl"))
  }

  @Test("is no user's own, though its packet is closed or another repository's")
  func closed() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("config", "o8.worktreeRoot", scene.repository.scratch + "/l")
      let sent = try await scene.dispatch("exit 1")
      let id = sent.packet.id
      let lane = try #require(sent.worktree)
      _ = try await scene.workspace.cancel(id.hex, reason: nil)
      let home = scene.repository.scratch + "/owner"
      let root = lane.split(separator: "/").dropLast(2).joined(separator: "/")
      try keep("a1", in: lane + "/src", of: home)
      try keep("b2", in: "/\(root)/other-0123abcd/fix-it-4567def", of: home)
      try keep("c3", in: "/\(root)/mine/fix-it-4567def", of: home)
      try keep("d4", in: "/elsewhere/other-0123abcd/fix-it-4567def", of: home)
      let workspace = try Workspace(
        in: scene.repository.path, program: LaneScene.programPath,
        environment: scene.fixture.environment.merging(["HOME": home]) { $1 },
        now: { GovernedFixture.now })
      for runtime in ["claude", "codebuddy"] {
        let listed = try await workspace.sessions(of: runtime, limit: 10).sessions
        let found = Dictionary(uniqueKeysWithValues: listed.map { ($0.name, $0) })
        #expect(found.count == 4)
        #expect(found["\(runtime):a1"]?.packet == id)
        #expect(found["\(runtime):b2"]?.packet == nil)
        #expect(found["\(runtime):b2"]?.lane == "4567def")
        #expect(found["\(runtime):c3"]?.lane == nil && found["\(runtime):d4"]?.lane == nil)
      }
      let buddy = try await workspace.sessions(of: "codebuddy", limit: 1).sessions.first
      #expect(buddy?.title == "Hello" && buddy?.lastActive?.text == "2026-11-22T12:05:18Z")
    }
  }
}
