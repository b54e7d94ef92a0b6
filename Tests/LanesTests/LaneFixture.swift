import Foundation
import Git
import Model
import Support
import Testing

@testable import Lanes

/// A lane on a repository with one commit.
struct LaneFixture {
  let repository: TestRepository
  let lane: LaneWorktree
  let start: ObjectID
  static let time = Instant("2026-11-21T12:00:00Z")!

  static func with(_ body: (LaneFixture) async throws -> Void) async throws {
    try await withRepository { repository in
      let id = try await repository.commit(["a.txt": "one\n", ".gitignore": "*.tmp\n"])
      let start = try #require(ObjectID(id))
      let location = try Repository.discover(from: repository.path).location
      let lane = LaneWorktree(
        packet: start, branch: try #require(ReferenceName("refs/heads/o8/fix-it-1234567")),
        path: repository.scratch + "/lane", repository: location)
      try await lane.add(at: start)
      try await body(LaneFixture(repository: repository, lane: lane, start: start))
    }
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: lane.path + "/" + name))
  }

  func inLane(_ arguments: String...) async throws -> String {
    try await repository.program.require("git", ["-C", lane.path] + arguments, input: "")
  }

  /// Runs a shell script as a worker does, in the lane.
  @discardableResult
  func work(_ script: String) async throws -> String {
    try await repository.program.require(
      "sh", ["-c", "cd \"$1\" && { \(script); }", "sh", lane.path], input: "")
  }

  func harvest() async throws -> LaneHarvest {
    try await lane.harvest(
      as: try #require(PrincipalName("exec")), since: start,
      on: ObjectID(try await repository.id("main")), at: Self.time)
  }

  @discardableResult
  func snapshot() async throws -> LaneSnapshot {
    try #require(try await lane.takeSnapshot(because: "a test", at: Self.time))
  }

  /// Removes the lane, throws away what nothing keeps, and tells whether a commit is still there.
  func outlivesTheLane(_ commit: String) async throws -> Bool {
    _ = try await lane.remove(because: "a test", at: Self.time)
    try await repository.git("gc", "-q", "--prune=now")
    return try await repository.tryGit("cat-file", "-e", commit).exit == 0
  }

  func text(_ file: String, at commit: ObjectID) async throws -> String {
    try await repository.git("show", "\(commit):\(file)")
  }
}
