import Foundation
import Git
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("A replay")
struct ReplayTests {
  private let script = "cat > prompt.txt; echo $O8_ATTEMPT > a.txt; exit 1"

  @Test("is told what the first attempt was, and begins where that began")
  func asAtFirst() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(script)
      #expect(sent.packet.state == .failed)
      let id = sent.packet.id
      _ = try await scene.workspace.steer(id.hex, message: "Mind the clock.")
      let left = try #require(sent.worktree)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: left + "/left.txt"))
      let replayed = try await scene.workspace.replay(id.hex, with: .same, .here { _ in }).packet
      #expect(replayed.attempts.map(\.reason) == [.first, .replay])
      let ends = try replayed.attempts.map { try #require($0.end?.head) }
      #expect(replayed.attempts[1].head == replayed.attempts[0].head)
      let parent = try await scene.repository.git("rev-parse", "\(ends[1])^")
      #expect(parent == replayed.attempts[0].head.hex)
      let prompts = [
        try await scene.text(of: "prompt.txt", at: ends[0]),
        try await scene.text(of: "prompt.txt", at: ends[1]),
      ]
      #expect(prompts[0] == prompts[1])
      #expect(replayed.messages == ["Mind the clock."])
      let diff = try await scene.workspace.diff(of: id.hex, .attempts(after: 1, last: 2))
      #expect(diff.files.map(\.path) == ["a.txt"])
      #expect(!FileManager.default.fileExists(atPath: left + "/left.txt"))
      let lane = Layout.lane(id).text
      let kept = try await scene.repository.git("log", "--format=%H", lane)
      #expect(kept.contains(ends[0].hex))
      let files = try await scene.repository.git(
        "log", "-m", "--full-history", "--format=%H", lane, "--", "left.txt")
      #expect(!files.isEmpty)
    }
  }

  @Test("is of what was asked for then, or it is none")
  func edited() async throws {
    try await LaneScene.with { scene in
      let id = try await scene.dispatch(script).packet.id.hex
      _ = try await scene.workspace.edit(id, WorkChange(attempts: 2))
      _ = try await scene.workspace.edit(id, WorkChange(prompt: "Do it otherwise."))
      await #expect(throws: Problem.self) {
        _ = try await scene.workspace.replay(id, with: .any, .here { _ in })
      }
      #expect(try scene.packet(#require(ObjectID(id)))?.attempts.count == 1)
    }
  }

  @Test("is refused while a packet has not failed")
  func early() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo 2 > a.txt")
      await #expect(throws: Problem.self) {
        _ = try await scene.workspace.replay(sent.packet.id.hex, with: .same, .here { _ in })
      }
    }
  }
}
