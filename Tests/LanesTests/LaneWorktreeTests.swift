import Foundation
import Git
import Lanes
import Model
import Support
import Testing

/// A lane on a repository with one commit.
private struct LaneFixture {
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

  func harvest() async throws -> LaneHarvest {
    try await lane.harvest(
      as: try #require(PrincipalName("exec")), since: start, at: Self.time)
  }
}

@Test func whatTheWorkerLeftIsCommittedForIt() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    try fixture.write("new.txt", "new\n")
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.committed == harvest.head)
    let told = try await fixture.repository.git(
      "log", "-1", "--format=%an|%(trailers:key=O8-Packet,valueonly)", harvest.head.hex)
    #expect(told.hasPrefix("exec|\(fixture.start)"))
    #expect(try await fixture.inLane("status", "--porcelain") == "")
    #expect(try await fixture.inLane("show", "HEAD:new.txt") == "new")
  }
}

@Test func nothingChangedIsNoChangeWhateverTheWorkerSays() async throws {
  try await LaneFixture.with { fixture in
    _ = try await fixture.inLane("commit", "--allow-empty", "-qm", "done, all tests pass")
    let harvest = try await fixture.harvest()
    #expect(!harvest.changed)
    #expect(harvest.committed == nil)
  }
}

@Test func aConflictThatIsSettledByKeepingEveryFileIsAChange() async throws {
  try await LaneFixture.with { fixture in
    try await fixture.repository.commit(["a.txt": "two\n"])
    _ = try await fixture.inLane("merge", "-q", "-s", "ours", "-m", "keep mine", "main")
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.committed == nil)
  }
}

@Test func aDeletedLaneBranchIsMadeAgain() async throws {
  try await LaneFixture.with { fixture in
    _ = try await fixture.inLane("checkout", "-q", "--detach")
    _ = try await fixture.inLane("branch", "-D", fixture.lane.branch.short)
    try fixture.write("a.txt", "two\n")
    let harvest = try await fixture.harvest()
    #expect(harvest.notes.contains { $0.contains("detached") })
    #expect(try await fixture.repository.id(fixture.lane.branch.text) == harvest.head.hex)
  }
}

@Test func aRewrittenLaneIsTakenAndSaidSo() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    _ = try await fixture.inLane("commit", "-qa", "--amend", "-m", "rewritten")
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.notes.contains { $0.contains("rewrote") })
  }
}

@Test func aDeletedWorktreeLosesNoCommit() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    _ = try await fixture.inLane("commit", "-qam", "two")
    let tip = try await fixture.inLane("rev-parse", "HEAD")
    try FileManager.default.removeItem(atPath: fixture.lane.path)
    let harvest = try await fixture.harvest()
    #expect(harvest.head.hex == tip)
    #expect(harvest.changed)
    #expect(try await fixture.lane.remove(because: "gone", at: LaneFixture.time) == nil)
    #expect(try await !fixture.repository.git("worktree", "list").contains(fixture.lane.path))
  }
}

@Test func aDeletedGitFileIsWrittenAgainAndTheFilesAreTaken() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    try FileManager.default.removeItem(atPath: fixture.lane.path + "/.git")
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.notes == ["the worker deleted the worktree's .git file; it was written again"])
    #expect(try await fixture.inLane("show", "HEAD:a.txt") == "two")
    #expect(try await fixture.inLane("status", "--porcelain") == "")
  }
}

@Test func aRepositoryMadeInPlaceOfTheGitFileIsMovedBesideTheWorktree() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    try FileManager.default.removeItem(atPath: fixture.lane.path + "/.git")
    _ = try await fixture.inLane("init", "-q")
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.notes.contains { $0.hasSuffix("its own is at \(fixture.lane.path).git.1") })
    #expect(FileManager.default.fileExists(atPath: fixture.lane.path + ".git.1/HEAD"))
    #expect(try await fixture.inLane("show", "HEAD:a.txt") == "two")
  }
}

@Test func locksThatAKilledGitLeftInTheLaneDoNotStopTheHarvest() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "two\n")
    let own = try await fixture.inLane("rev-parse", "--absolute-git-dir")
    for name in ["index.lock", "HEAD.lock"] {
      try Data().write(to: URL(fileURLWithPath: "\(own)/\(name)"))
    }
    let harvest = try await fixture.harvest()
    #expect(harvest.changed)
    #expect(harvest.notes.count == 2)
    #expect(try await fixture.inLane("status", "--porcelain") == "")
  }
}

@Test func removalKeepsASnapshotWithStagedAndUntrackedContent() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("a.txt", "staged\n")
    _ = try await fixture.inLane("add", "a.txt")
    try fixture.write("a.txt", "on disk\n")
    try fixture.write("new.txt", "untracked\n")
    let first = try #require(
      try await fixture.lane.takeSnapshot(because: "before", at: LaneFixture.time))
    let last = try #require(
      try await fixture.lane.remove(because: "cancelled", at: LaneFixture.time))
    #expect(!FileManager.default.fileExists(atPath: fixture.lane.path))
    #expect(try await fixture.repository.git("show", "\(last.commit):a.txt") == "on disk")
    #expect(try await fixture.repository.git("show", "\(last.commit)^2:a.txt") == "staged")
    #expect(try await fixture.repository.git("show", "\(last.commit):new.txt") == "untracked")
    #expect(try await fixture.repository.id("\(last.commit)^3") == first.commit.hex)
  }
}

@Test(arguments: [".build/**", "**/.build/**", ".build", ".build/"])
func aDirectoryOfCachesStopsNoRemoval(pattern: String) async throws {
  try await LaneFixture.with { fixture in
    try fixture.write(".gitignore", ".build/\nnode_modules/\n")
    try FileManager.default.createDirectory(
      atPath: fixture.lane.path + "/.build/debug", withIntermediateDirectories: true)
    try fixture.write(".build/debug/a.o", "object\n")
    let cache = try #require(Pattern(pattern))
    try FileManager.default.createDirectory(
      atPath: fixture.lane.path + "/node_modules", withIntermediateDirectories: true)
    try fixture.write("node_modules/x.js", "ignored\n")
    await #expect(throws: LaneRemovalRefusal.self) {
      _ = try await fixture.lane.remove(
        caches: [cache], because: "cancelled", at: LaneFixture.time)
    }
    try FileManager.default.removeItem(atPath: fixture.lane.path + "/node_modules")
    _ = try await fixture.lane.remove(
      caches: [cache], because: "cancelled", at: LaneFixture.time)
    #expect(!FileManager.default.fileExists(atPath: fixture.lane.path))
  }
}

@Test func removalIsRefusedForWhatNoSnapshotHolds() async throws {
  try await LaneFixture.with { fixture in
    try fixture.write("notes.tmp", "ignored\n")
    await #expect(throws: LaneRemovalRefusal.self) {
      _ = try await fixture.lane.remove(because: "cancelled", at: LaneFixture.time)
    }
    #expect(FileManager.default.fileExists(atPath: fixture.lane.path + "/notes.tmp"))
    let cache = try #require(Pattern("*.tmp"))
    _ = try await fixture.lane.remove(
      caches: [cache], because: "cancelled", at: LaneFixture.time)
    #expect(!FileManager.default.fileExists(atPath: fixture.lane.path))
  }
}
