import Foundation
import Git
import Model
import Support
import Testing

@testable import Lanes

/// Two commits of a worker's on its lane.
private let twoCommits =
  "echo w1 >w1; git add -A; git commit -qm w1; echo w2 >w2; git add -A; git commit -qm w2"

/// A branch beside them that touches the same file.
private let rival =
  "git checkout -qb up HEAD~2; echo other >w2; git add -A; git commit -qm up; git checkout -q -"

@Suite("A worker that ends elsewhere than on its branch")
struct StrayWorkTests {
  @Test(
    "has all that its branch holds taken in, and the worktree is on it again",
    arguments: [
      "git checkout -q HEAD~2", "git checkout -q HEAD~1", "git checkout -qb look HEAD~1",
      "git bisect start -q HEAD HEAD~2 >/dev/null", "git checkout -q --orphan nix",
      "\(rival); git rebase -q up >/dev/null 2>&1 || true",
      "git checkout -q --ignore-other-worktrees main",
    ])
  func behind(end: String) async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("\(twoCommits); git rev-parse HEAD >../tip; \(end)")
      let tip = try await fixture.work("cat ../tip")
      let harvest = try await fixture.harvest()
      #expect(harvest.head.hex == tip)
      #expect(harvest.changed)
      #expect(!harvest.notes.isEmpty)
      #expect(try await fixture.repository.id(fixture.lane.branch.text) == tip)
      #expect(try await fixture.work("git symbolic-ref HEAD") == fixture.lane.branch.text)
      #expect(try await fixture.work("git status --porcelain") == "")
      // What the next attempt leaves is no going back behind what was taken in.
      #expect(try await fixture.harvest().head.hex == tip)
      #expect(try await fixture.outlivesTheLane(tip))
    }
  }

  @Test("has what it changed on an older commit put on top of its branch")
  func dirtyBehind() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "\(twoCommits); git checkout -q HEAD~2; echo more >>a.txt; echo new >new")
      let harvest = try await fixture.harvest()
      let told = try await fixture.repository.git(
        "ls-tree", "--name-only", harvest.head.hex)
      #expect(told.split(separator: "\n") == [".gitignore", "a.txt", "new", "w1", "w2"])
      #expect(try await fixture.text("a.txt", at: harvest.head) == "one\nmore")
      #expect(try await fixture.work("git status --porcelain") == "")
    }
  }

  @Test("has what conflicts with its branch in a snapshot that a note names")
  func dirtyInConflict() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "\(twoCommits); git checkout -q HEAD~2; echo DIRTY >w2; git rev-parse @{1} >../tip")
      let harvest = try await fixture.harvest()
      #expect(harvest.head.hex == (try await fixture.work("cat ../tip")))
      let note = try #require(harvest.notes.last { $0.contains("conflicts with") })
      let snapshot = try #require(note.split(separator: " ").last)
      #expect(try await fixture.repository.git("show", "\(snapshot):w2") == "DIRTY")
      #expect(try await fixture.work("cat w2") == "w2")
    }
  }

  @Test("has the commits taken that it made on a branch of its own")
  func ahead() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("git checkout -qb mine; \(twoCommits); echo left >left")
      let harvest = try await fixture.harvest()
      #expect(try await fixture.text("w2", at: harvest.head) == "w2")
      #expect(try await fixture.text("left", at: harvest.head) == "left")
      #expect(try await fixture.repository.id(fixture.lane.branch.text) == harvest.head.hex)
    }
  }

  @Test("keeps what its branch held where HEAD went another way, and says what that was")
  func diverged() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "\(twoCommits); git rev-parse HEAD >../tip; git checkout -q HEAD~1; echo x >x; "
          + "git add -A; git commit -qm x")
      let tip = try await fixture.work("cat ../tip")
      let harvest = try await fixture.harvest()
      #expect(try await fixture.text("x", at: harvest.head) == "x")
      #expect(harvest.notes.contains { $0.contains("git branch NAME \(tip.prefix(7))") })
      #expect(try await fixture.outlivesTheLane(tip))
    }
  }

  @Test("keeps its branch where what is checked out has landed already")
  func landedMeanwhile() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.repository.commit(["other.txt": "other\n"])
      try await fixture.work("\(twoCommits); git checkout -q main --detach")
      let harvest = try await fixture.harvest()
      #expect(try await fixture.text("w2", at: harvest.head) == "w2")
      #expect(
        try await fixture.repository.tryGit("show", "\(harvest.head):other.txt").exit != 0)
    }
  }

  @Test(
    "is told what it left half done, and finds its lane free of it",
    arguments: [
      ("git merge up", "merge"), ("git cherry-pick up", "cherry-pick"),
      ("git rebase up", "rebase"),
    ])
  func stopped(command: String, name: String) async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("\(twoCommits); \(rival); \(command) >/dev/null 2>&1 || true")
      let harvest = try await fixture.harvest()
      #expect(harvest.notes.contains("the worker left a \(name) stopped half way"))
      #expect(!(try await fixture.work("git status")).contains("in progress"))
    }
  }
}

@Suite("What only a worktree names")
struct PrivateStateTests {
  @Test(
    "is in its snapshot",
    arguments: [
      "git update-ref refs/worktree/mine HEAD", "git update-ref ORIG_HEAD HEAD",
      "git update-ref MY_HEAD HEAD", "true",
    ])
  func references(command: String) async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "\(twoCommits); git rev-parse HEAD >../tip; \(command); git reset -q --hard HEAD~2")
      let tip = try await fixture.work("cat ../tip")
      try await fixture.snapshot()
      #expect(try await fixture.outlivesTheLane(tip))
    }
  }

  @Test("is in its snapshot: the files that a stopped rebase has put away")
  func autostash() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "\(twoCommits); \(rival); echo DIRTY >>a.txt; git rebase --autostash up >/dev/null 2>&1"
          + " || true; cat $(git rev-parse --git-dir)/rebase-merge/autostash >../stash")
      let stash = try await fixture.work("cat ../stash")
      let snapshot = try await fixture.snapshot()
      #expect(snapshot.notes.contains { $0.contains("rebase-merge/autostash") })
      #expect(try await fixture.outlivesTheLane(stash))
      #expect(try await fixture.repository.git("show", "\(stash):a.txt") == "one\nDIRTY")
    }
  }

  @Test("is kept even where its files are gone")
  func withoutFiles() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work(
        "git checkout -q --detach; \(twoCommits); git rev-parse HEAD >../tip; rm -rf \"$PWD\"")
      let tip = try await fixture.repository.program.require(
        "cat", [fixture.repository.scratch + "/tip"])
      let harvest = try await fixture.harvest()
      #expect(harvest.head.hex == tip)
      #expect(try await fixture.outlivesTheLane(tip))
    }
  }

  @Test("adds nothing to a snapshot where a branch has it all")
  func nothingMore() async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("\(twoCommits); git checkout -qb mine; git checkout -q -")
      let snapshot = try await fixture.snapshot()
      let parents = try await fixture.repository.git(
        "show", "-s", "--format=%P", "\(snapshot.commit)^2")
      #expect(parents.split(separator: " ").count == 1)
    }
  }
}

@Suite("Files that git was told not to look at")
struct UnwatchedFileTests {
  @Test("are taken in and told of", arguments: ["skip-worktree", "assume-unchanged"])
  func marked(option: String) async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("git update-index --\(option) a.txt; echo edited >>a.txt")
      let harvest = try await fixture.harvest()
      #expect(try await fixture.text("a.txt", at: harvest.head) == "one\nedited")
      #expect(harvest.notes.contains { $0.hasSuffix("not to look at it: a.txt") })
      #expect(try await fixture.work("git status --porcelain") == "")
      try await fixture.work("echo again >>a.txt")
      let next = try await fixture.harvest()
      #expect(try await fixture.text("a.txt", at: next.head) == "one\nedited\nagain")
    }
  }

  @Test("are no change where they are as they were", arguments: ["--index-version=4", "-q"])
  func unchanged(option: String) async throws {
    try await LaneFixture.with { fixture in
      let version = option == "-q" ? "true" : "git update-index \(option)"
      try await fixture.work("git update-index --skip-worktree a.txt; \(version)")
      #expect(try await !fixture.harvest().changed)
    }
  }
}
