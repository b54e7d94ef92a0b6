import Foundation
import Git
import Model
import Support
import Testing

@Test func worktreesAreAddedListedAndRemoved() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit(["a": "1"])))
    let location = try Repository.discover(from: test.path).location
    let lane = try #require(ReferenceName(branch: "o8/lane-1234567"))
    let (one, two) = (test.scratch + "/a branch", test.scratch + "/detached")
    try await location.addWorktree(
      at: one, .newBranch(lane, at: id), lockedBecause: "a worker\nis here")
    try await location.addWorktree(at: two, .detached(id), files: .none)
    #expect(FileManager.default.fileExists(atPath: one + "/a"))
    #expect(!FileManager.default.fileExists(atPath: two + "/a"))
    let listed = try await location.worktrees()
    #expect(listed.map(\.path) == [test.path, one, two])
    #expect(listed.map(\.branch?.short) == ["main", "o8/lane-1234567", nil])
    #expect(listed.allSatisfy { $0.head == id && !$0.isBare && $0.prunable == nil })
    #expect(listed.map(\.locked) == [nil, "a worker\nis here", nil])
    let linked = try location.linkedWorktrees().sorted { $0.path < $1.path }
    #expect(linked.map(\.path) == listed.dropFirst().map(\.path))
    #expect(linked.map(\.branch) == listed.dropFirst().map(\.branch))
    #expect(linked.map(\.locked) == listed.dropFirst().map(\.locked))
    #expect(linked.allSatisfy { $0.isThere })
    await #expect(throws: GitError.self) { try await location.removeWorktree(at: one) }
    try await location.unlockWorktree(at: one)
    try await location.removeWorktree(at: one)
    try await location.removeWorktree(at: two, .always)
    #expect(try await location.worktrees().map(\.path) == [test.path])
  }
}

@Test func aVanishedWorktreeIsPrunedUnlessLocked() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit()))
    let location = try Repository.discover(from: test.path).location
    let (one, two) = (test.scratch + "/one", test.scratch + "/two")
    try await location.addWorktree(at: one, .detached(id))
    try await location.addWorktree(at: two, .detached(id), lockedBecause: "")
    try FileManager.default.removeItem(atPath: one)
    try FileManager.default.removeItem(atPath: two)
    #expect(try location.linkedWorktrees().map(\.isThere) == [false, false])
    #expect(try await location.worktrees().first { $0.path == one }?.prunable != nil)
    try await location.pruneWorktrees()
    #expect(try await location.worktrees().map(\.path) == [test.path, two])
    try await location.removeWorktree(at: two, .always)
    #expect(try await location.worktrees().count == 1)
  }
}

@Test func aWorktreeIsNotMadeOverFilesOrOnAStrangeName() async throws {
  try await withRepository { test in
    let id = try #require(ObjectID(try await test.commit(["a": "1"])))
    let location = try Repository.discover(from: test.path).location
    try test.write(["../repository-scratch/full/x": "precious"])
    await #expect(throws: GitError.self) {
      try await location.addWorktree(at: test.scratch + "/full", .detached(id))
    }
    let dash = try #require(ReferenceName("refs/heads/-f"))
    for name in [dash, try #require(ReferenceName("refs/tags/t"))] {
      let error = await #expect(throws: GitError.self) {
        try await location.addWorktree(at: test.scratch + "/n", .newBranch(name, at: id))
      }
      #expect(error?.code == .invalidName)
    }
  }
}

@Test func statusTellsChangedUntrackedIgnoredAndNestedApart() async throws {
  try await withRepository { test in
    try await test.commit([
      "a b": "1", "staged": "1", "gone": "1", ".gitignore": "*.log\nbuild/\n",
    ])
    let location = try Repository.discover(from: test.path).location
    #expect(try await !location.status().isDirty)
    try test.write([
      "a b": "2", "staged": "2", "gone": nil, "new/é\n": "3", "x.log": "4", "build/o": "5",
    ])
    try await test.git("add", "staged")
    try await test.git("init", "-q", "nested/empty")
    let status = try await location.status(ignored: .listed)
    #expect(status.isDirty && !status.isUnmerged)
    #expect(
      status.changes.map { "\($0.index)\($0.file) \($0.path)" } == [
        ".M a b", ".D gone", "M. staged",
      ])
    #expect(status.untracked == ["new/é\n"])
    #expect(status.nestedRepositories == ["nested/empty"])
    #expect(status.ignored.sorted() == ["build/", "x.log"])
    #expect(try await location.status().ignored.isEmpty)
  }
}

@Test func anUnresolvedMergeIsSeenAndHasNoTree() async throws {
  try await withRepository { test in
    try await test.commit(["a": "1"])
    try await test.git("branch", "side")
    try await test.commit(["a": "2"])
    try await test.git("checkout", "-q", "side")
    try await test.commit(["a": "3"])
    #expect(try await test.tryGit("merge", "main").exit == 1)
    let location = try Repository.discover(from: test.path).location
    let status = try await location.status()
    #expect(status.isUnmerged)
    #expect(status.changes.map(\.path) == ["a"])
    let error = await #expect(throws: GitError.self) { try await location.treeOfIndex() }
    #expect(error?.code == .conflict)
  }
}

@Test func aSnapshotHoldsWhatIsThereAndTouchesNoIndex() async throws {
  try await withRepository { test in
    try await test.commit(["a": "aaa\n", "staged": "1", "gone": "g", ".gitignore": "*.log\n"])
    // Same size, same second: only git's racy check sees the difference.
    try test.write(["a": "bbb\n", "staged": "2", "gone": nil, "new": "n", "x.log": "l"])
    try await test.git("add", "staged")
    try test.write(["staged": "3"])
    try await test.git("init", "-q", "nested")
    try await test.program.require("mkfifo", ["pipe"])
    let index = try Data(contentsOf: URL(fileURLWithPath: test.gitDirectory + "/index"))
    let repository = try Repository.discover(from: test.path)
    let ofIndex = try await repository.location.treeOfIndex()
    let snapshot = try await repository.location.snapshot()
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: test.gitDirectory + "/index")) == index)
    func content(_ path: String, _ tree: ObjectID) throws -> String? {
      try repository.entry(at: path, in: tree).map {
        String(decoding: try repository.blob($0.id, limit: 100), as: UTF8.self)
      }
    }
    #expect(try content("staged", ofIndex) == "2")
    #expect(try content("a", ofIndex) == "aaa\n")
    #expect(try content("a", snapshot.tree) == "bbb\n")
    #expect(try content("staged", snapshot.tree) == "3")
    #expect(try content("new", snapshot.tree) == "n")
    #expect(try content("gone", snapshot.tree) == nil)
    #expect(try content("x.log", snapshot.tree) == nil)
    #expect(
      snapshot.leftOut == ["nested": .nestedRepository, "x.log": .ignored, "pipe": .special])
  }
}

@Test func aSnapshotBeforeTheFirstCommitAndInALinkedWorktree() async throws {
  try await withRepository { test in
    let location = try Repository.discover(from: test.path).location
    #expect(try await location.treeOfIndex() == .emptyTree)
    try test.write(["a": "1"])
    #expect(try await location.snapshot().tree != .emptyTree)
    let id = try #require(ObjectID(try await test.commit()))
    try await location.addWorktree(at: test.scratch + "/w", .detached(id))
    let linked = try Repository.discover(from: test.scratch + "/w")
    #expect(try await linked.location.snapshot().tree == linked.treeID(id))
    #expect(try await linked.location.treeOfIndex() == linked.treeID(id))
  }
}

@Test func aSubmoduleWithUncommittedWorkIsNamed() async throws {
  try await withRepository { test in
    try await test.commit(["a": "1"])
    let other = try await test.clone(named: "other")
    try await test.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.path, "sub")
    try await test.commit()
    let location = try Repository.discover(from: test.path).location
    #expect(try await location.snapshot().leftOut.isEmpty)
    try test.write(["sub/untracked": "precious"])
    #expect(try await location.snapshot().leftOut == ["sub": .nestedRepository])
  }
}

@Test func aSnapshotRunsNothingThatARepositoryInsideNames() async throws {
  try await withRepository { test in
    try await test.commit(["a": "1"])
    let owned = test.scratch + "/owned"
    let script = "#!/bin/sh\ntouch '\(owned)'\ncat\n"
    try test.write(["evil": script])
    try await test.git("init", "-q", "sub")
    let inside = test.worktree(at: test.path + "/sub")
    try await inside.commit(["f": "one\n", ".gitattributes": "* filter=evil\n"])
    try await test.program.require("chmod", ["+x", "evil"])
    try await inside.git("config", "filter.evil.clean", test.path + "/evil")
    try await inside.git("config", "core.fsmonitor", test.path + "/evil")
    try await test.program.require(
      "cp", [test.path + "/evil", inside.gitDirectory + "/hooks/post-index-change"])
    try await test.git("-c", "advice.addEmbeddedRepo=false", "add", "sub", "a")
    try? FileManager.default.removeItem(atPath: owned)
    try test.write(["sub/f": "two\n", "new": "n"])
    let location = try Repository.discover(from: test.path).location
    let snapshot = try await location.snapshot()
    #expect(snapshot.leftOut["sub"] == .nestedRepository)
    #expect(!FileManager.default.fileExists(atPath: owned))
    let repository = try Repository(location)
    #expect(try repository.entry(at: "new", in: snapshot.tree) != nil)
  }
}
