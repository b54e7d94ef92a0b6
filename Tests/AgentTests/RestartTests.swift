import Foundation
import Support
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite("A real agent whose machine goes down", .enabled(if: Agents.isWanted, Agents.whyNot))
struct RestartTests {
  @Test("goes on with the same conversation in the same worktree", arguments: Agents.native)
  func restarted(agent: String) async throws {
    try Agents.require(agent)
    try await AgentScene.with(Script.slow) { scene in
      try await scene.o8("dispatch", "Slow", "--runtime", agent)
      try await scene.until("Slow", writes: Script.sign(of: agent))
      let before = try await scene.worktree(of: "Slow")
      #expect(scene.killEverything() > 2, "lane, keeper and agent")
      try await scene.o8("resume", "Slow", "Go on after the lights went out")
      try await scene.o8("wait", "Slow", "--timeout", "60s")
      let packet = try await scene.show("Slow")
      #expect(packet.state == "review")
      #expect(packet.outcomes == ["crashed", "changed"])
      #expect(packet.attempts.first?.session != nil)
      #expect(Set(packet.attempts.map(\.session)).count == 1)
      #expect(try await scene.worktree(of: "Slow") == before)
      // The task stands in the first prompt only.
      let isContinued = scene.model.log.split(separator: "\n").contains {
        $0.contains("the lights went out") && $0.contains("attempt 1 of")
      }
      #expect(isContinued)
    }
  }
}

extension AgentScene {
  fileprivate func worktree(of title: String) async throws -> String {
    struct Place: Decodable { let worktree: String }
    let text = try await o8("show", title, "--json")
    return try JSONDecoder().decode(Place.self, from: Data(text.utf8)).worktree
  }

  /// What was started with the scene's home and runs: the program, agents and all that they began.
  /// The model is elsewhere, as models are.
  var processes: [pid_t] {
    let mark = Data("HOME=\(environment["HOME"] ?? "")\0".utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      let file = URL(fileURLWithPath: "/proc/\(process)/environ")
      return (try? Data(contentsOf: file))?.range(of: mark) != nil
    }
  }

  /// More looks than any of them takes to begin another.
  private static let looks = 100

  /// Kills at once whatever runs in the scene, and returns how many those were.
  fileprivate func killEverything() -> Int {
    var killed: Set<pid_t> = []
    // One that forks in this moment is found by the next look.
    for _ in 0..<Self.looks {
      let found = processes
      guard !found.isEmpty else { break }
      for process in found where kill(process, SIGKILL) == 0 { killed.insert(process) }
    }
    #expect(processes.isEmpty)
    return killed.count
  }
}
