import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Synchronization
import Trust

@testable import Operations

/// A governed repository in which packets are dispatched.
struct LaneScene: Sendable {
  let fixture: GovernedFixture
  let workspace: Workspace

  static func with(
    _ files: [String: String] = ["a.txt": "one\n"],
    gates: [Gate] = [], policy change: (inout Policy) throws -> Void = { _ in },
    _ body: (LaneScene) async throws -> Void
  ) async throws {
    try await GovernedFixture.with(
      files,
      policy: { policy in
        policy.gates = gates
        try change(&policy)
      }
    ) { fixture in
      // Workers commit, and the environment's identity is not theirs.
      try await fixture.repository.git("config", "user.name", "Worker")
      try await fixture.repository.git("config", "user.email", "worker@example.org")
      let workspace = try Workspace(
        in: fixture.repository.path, program: programPath, environment: fixture.environment,
        now: { GovernedFixture.now })
      try await body(LaneScene(fixture: fixture, workspace: workspace))
    }
  }

  /// Where the program was built: beside the tests.
  static let programPath =
    URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().path + "/git-o8"

  var repository: TestRepository { fixture.repository }

  /// A worker that is a shell script, run to where people are next.
  func dispatch(
    _ script: String, title: String = "Fix it", attempts: Int = 1,
    change: (inout WorkRequest) -> Void = { _ in }
  ) async throws -> Dispatched {
    var request = WorkRequest(title: title, attempts: attempts, command: ["sh", "-c", script])
    change(&request)
    return try await workspace.dispatch(request, .here { _ in })
  }

  func packet(_ id: ObjectID) throws -> Packet? { try fixture.governed().storyOfPacket(id) }

  func gate(_ name: String, _ run: String) -> Gate { GovernedFixture.gate(name, run) }

  /// What a file holds in a commit.
  func text(of file: String, at commit: ObjectID) async throws -> String {
    try await repository.git("show", "\(commit):\(file)")
  }
}
