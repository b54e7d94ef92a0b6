import Fixtures
import Foundation
import Model
import Support
import Trust

@testable import Operations

/// A runtime of the user's whose conversations can be gone on with: a script in the place of a CLI.
struct TalkingWorker: Sendable {
  let lanes: LaneScene

  /// - Parameters:
  ///   - script: what it does in a turn, in the packet's worktree.
  ///   - manifest: further lines of its manifest.
  static func with(
    _ script: String, manifest more: String = "",
    policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (TalkingWorker) async throws -> Void
  ) async throws {
    try await LaneScene.with(policy: change) { scene in
      let folder = scene.repository.scratch + "/talking"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let program = folder + "/talker"
      try Data("#!/bin/sh\ncase $1 in --version) echo talker 1.0; exit ;; esac\n\(script)\n".utf8)
        .write(to: URL(fileURLWithPath: program))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      let manifest = """
        name = talker
        program = talker
        launch = --session {session}
        resume = --resume {session}
        session = chosen
        prompt = input
        \(more)

        """
      try Data(manifest.utf8).write(to: URL(fileURLWithPath: folder + "/talker.runtime"))
      try await scene.repository.git(
        "config", "--add", "o8.runtimeManifest", folder + "/talker.runtime")
      var environment = scene.fixture.environment
      environment["PATH"] = folder + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
      let workspace = try Workspace(
        in: scene.repository.path, program: LaneScene.programPath, environment: environment,
        now: { GovernedFixture.now })
      try await body(
        TalkingWorker(lanes: LaneScene(fixture: scene.fixture, workspace: workspace)))
    }
  }

  /// Gives it work, and follows it to where people are next.
  func dispatch(_ change: (inout WorkRequest) -> Void = { _ in }) async throws -> Packet {
    var request = WorkRequest(title: "Fix it", attempts: 1, command: [])
    request.runtime = "talker"
    request.isolation = .worktree
    change(&request)
    return try await lanes.workspace.dispatch(request, .here { _ in }).packet
  }
}
