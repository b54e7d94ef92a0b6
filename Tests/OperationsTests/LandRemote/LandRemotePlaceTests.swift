import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A remote that git pushes to another place than it fetches from.
@Suite("Landing where git fetches from another place than it pushes to")
struct LandRemotePlaceTests {
  /// How git is told so, run in a clone; `$elsewhere` is another bare repository.
  static let ways = [
    "git remote set-url --push origin $elsewhere",
    "git remote set-url --push --add origin $elsewhere; "
      + "git remote set-url --push --add origin $(git config remote.origin.url)",
    "git remote set-url --add origin $elsewhere",
    "git config url.$elsewhere.pushInsteadOf $(git config remote.origin.url)",
  ]

  private func with(
    _ way: String, _ body: (LandRemoteScene, Handed, TestRepository) async throws -> Void
  ) async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let elsewhere = try await scene.bare.clone(named: "elsewhere", options: ["--bare"])
      try await scene.ann.repository.program.require(
        "sh", ["-ec", "elsewhere=\(elsewhere.path); \(way)"])
      try await body(scene, handed, elsewhere)
    }
  }

  @Test("nothing lands, is shared or signed there", arguments: ways)
  func refused(way: String) async throws {
    try await with(way) { scene, handed, elsewhere in
      let workspace = try scene.workspace(scene.ann)
      let before = try await (scene.own(scene.ann), scene.bare.git("for-each-ref"))
      let there = try await elsewhere.git("for-each-ref")
      let attempts: [() async throws -> Void] = [
        { _ = try await workspace.merge(handed.packet.hex) },
        { _ = try await workspace.previewOfMerge(handed.packet.hex) },
        { _ = try await workspace.sync() },
        { _ = try await workspace.sync(SyncRequest(remote: "origin")) },
        {
          _ = try await workspace.sign(try workspace.draft(.settings(["attempts=7"])))
        },
      ]
      for attempt in attempts {
        let problem = await #expect(throws: Problem.self) { try await attempt() }
        #expect(problem?.kind == .refused)
        #expect(problem?.message.contains("pushed to another place") == true)
        #expect(problem?.hint?.contains("git remote -v") == true)
      }
      #expect(try await scene.own(scene.ann) == before.0)
      #expect(try await scene.bare.git("for-each-ref") == before.1)
      #expect(try await elsewhere.git("for-each-ref") == there)
      let found = try await workspace.examination().findings
      #expect(
        found.contains { $0.subject == .remotes && $0.text.contains("pushed to another place") })
    }
  }

  @Test("a landing that was cut is not looked for in the wrong place")
  func cut() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      _ = try await scene.merge(handed, in: scene.ann, through: .intend)
      let elsewhere = try await scene.bare.clone(named: "elsewhere", options: ["--bare"])
      let ann = scene.ann.repository
      try await ann.git("remote", "set-url", "--push", "origin", elsewhere.path)
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(report.problems.contains { $0.contains("pushed to another place") }, "\(report)")
      #expect(try scene.ann.governed().store.landingIntent() != nil)
      try await ann.git("config", "--unset-all", "remote.origin.pushurl")
      let landed = try await scene.merge(handed, in: scene.ann)
      try await scene.expectLanded(handed.packet, as: landed.commit, in: scene.ann)
    }
  }

  @Test("another remote that is one place is the way out, and one place by two settings is one")
  func wayOut() async throws {
    try await with(Self.ways[0]) { scene, handed, _ in
      let ann = scene.ann.repository
      try await ann.git("remote", "add", "trunk", scene.bare.path)
      try await ann.git("config", "remote.trunk.pushurl", scene.bare.path)
      try await ann.git("config", LandRemote.key, "trunk")
      let report = try await scene.merge(handed, in: scene.ann)
      #expect(report.remote == "trunk")
      #expect(try scene.atBare(LandRemoteScene.main) == report.commit)
    }
  }

  @Test("a remote on which nothing lands may be as it likes")
  func elsewhere() async throws {
    try await with(Self.ways[0]) { scene, handed, elsewhere in
      try await scene.ann.repository.git("config", LandRemote.key, "")
      #expect(try await scene.workspace(scene.ann).sync().refusal == nil)
      let there = try Repository.discover(from: elsewhere.path)
      #expect(try there.target(of: Layout.packet(handed.packet)) != nil)
    }
  }
}
