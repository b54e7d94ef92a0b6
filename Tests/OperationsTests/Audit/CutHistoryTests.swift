import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// Clones in which git has not all of history, or shows another.
@Suite("History that is cut off or covered")
struct CutHistoryTests {
  private static let landings = 3

  /// Three landings behind the adoption, which has two commits before it, and where they can be
  /// cloned from.
  private func with(_ body: (PacketScene, _ source: String) async throws -> Void) async throws {
    try await GovernedFixture.with(earlier: 2) { fixture in
      let scene = PacketScene(fixture: fixture)
      for number in 1...Self.landings {
        let (id, presented) = try await scene.reviewed("Work \(number)", "src/\(number).txt")
        try await scene.judge(id, presented, .approve)
        try await scene.land(id, presented)
      }
      try await body(scene, "file://" + scene.repository.path)
    }
  }

  private func clone(_ scene: PacketScene, _ source: String, depth: Int) async throws -> Workspace {
    let path = scene.repository.scratch + "/clone-\(depth)"
    let program = scene.repository.program
    try await program.require("git", ["clone", "-q", "--depth", "\(depth)", source, path])
    try await program.require("git", ["fetch", "-q", "origin", "refs/o8/*:refs/o8/*"], in: path)
    return try scene.workspace(in: path)
  }

  @Test("is proved where it reaches the adoption, with a word about the rest")
  func reachesTheCheckpoint() async throws {
    try await with { scene, source in
      let workspace = try await clone(scene, source, depth: Self.landings + 1)
      let found = try await workspace.verification(of: .everything)
      #expect(found.isProved, "\(found)")
      #expect(found.branches.map(\.count) == [Self.landings])
      #expect(found.warnings.contains { $0.contains("git fetch --unshallow") })
      #expect(try workspace.overview().warnings.contains { $0.contains("shallow") })
    }
  }

  @Test("is refused a proof where it ends before, and accuses nobody", arguments: 1...3)
  func endsBefore(depth: Int) async throws {
    try await with { scene, source in
      let workspace = try await clone(scene, source, depth: depth)
      let problem = await #expect(throws: Problem.self) {
        try await workspace.verification(of: .protected)
      }
      #expect(problem?.kind == .environment)
      #expect(problem?.message.contains("is to be proved from") == true)
      #expect(problem?.hint == "git fetch --unshallow")
      let overview = try workspace.overview()
      #expect(overview.problems == [])
      #expect(overview.branches.map(\.uncovered) == [0])
      #expect(overview.repairs == [])
      #expect(overview.warnings.contains { $0.contains("main that is here ends at") })
      let report = try await workspace.reconcile()
      #expect(!report.actions.contains { $0.kind == .breachRecorded })
      #expect(report.problems.contains { $0.contains("ends at") })
      let path = try #require(workspace.location.workTree)
      try await scene.repository.program.require("git", ["fetch", "-q", "--unshallow"], in: path)
      #expect(try await workspace.verification(of: .everything).isProved)
    }
  }

  @Test("is judged as it is where grafts or replacements show another, and that is said")
  func covered() async throws {
    try await with { scene, _ in
      let workspace = try scene.workspace()
      let main = try await scene.repository.id("main")
      let first = try await scene.repository.id("main~2")
      let parents = try await scene.repository.git("rev-list", "--count", "main")
      try await scene.repository.git("replace", main, first)
      try scene.repository.write([".git/info/grafts": "\(first)\n"])
      #expect(try await scene.repository.git("rev-list", "--count", first) == "1")
      let own = try await workspace.location.git(["rev-list", "--count", "main"])
      #expect(own.text == parents + "\n", "our git sees neither")
      let found = try await workspace.verification(of: .protected)
      #expect(found.isProved)
      #expect(found.warnings.count == 2)
      #expect(found.warnings.contains { $0.contains("info/grafts") })
      #expect(found.warnings.contains { $0.contains("git replace -d \(main.prefix(7))") })
      let again = try await workspace.verification(of: .protected, .remembering)
      #expect(again.warnings == found.warnings)
      #expect(try workspace.overview().warnings == found.warnings)
      #expect(try workspace.overview().problems == [])
    }
  }

  @Test("what a landing took away is still seen behind the edge")
  func stillJudged() async throws {
    try await with { scene, source in
      // Nobody judged this step.
      try await scene.repository.commit(["evil.txt": "evil\n"], message: "evil")
      let workspace = try await clone(scene, source, depth: Self.landings + 2)
      let found = try await workspace.verification(of: .protected)
      #expect(!found.isProved)
      #expect(
        found.branches.flatMap(\.open).map(\.commit.hex) == [try await scene.repository.id("main")])
    }
  }
}
