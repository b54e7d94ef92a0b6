import Foundation
import Git
import Model
import Support
import Testing

@testable import Lanes

@Suite("A worktree that its worker broke")
struct BrokenWorktreeTests {
  @Test(
    "is made whole, and its files are taken",
    arguments: [
      "echo junk >$(git rev-parse --git-dir)/index",
      "head -c 60 $(git rev-parse --git-dir)/index >i; mv i $(git rev-parse --git-dir)/index",
      "rm $(git rev-parse --git-dir)/index", "echo junk >$(git rev-parse --git-dir)/HEAD",
      "rm $(git rev-parse --git-dir)/HEAD", "echo junk >$(git rev-parse --git-dir)/commondir",
      "rm -rf $(git rev-parse --git-dir)", "rm -rf $(git rev-parse --git-dir) .git",
      "git checkout -q --detach; git branch -qD o8/fix-it-1234567; "
        + "rm -rf $(git rev-parse --git-dir)",
      "chmod 000 .git", "chmod 000 .", "chmod 000 $(git rev-parse --git-dir)",
      "rm .git; ln -s $(git rev-parse --git-common-dir) .git || true",
    ])
  func mended(damage: String) async throws {
    try await LaneFixture.with { fixture in
      try await fixture.work("echo two >a.txt; echo new >new.txt; \(damage)")
      let harvest = try await fixture.harvest()
      #expect(harvest.changed)
      #expect(!harvest.notes.contains { $0.contains("is gone:") })
      let names = try await fixture.repository.git("ls-tree", "--name-only", harvest.head.hex)
      #expect(names.split(separator: "\n") == [".gitignore", "a.txt", "new.txt"])
      #expect(try await fixture.text("a.txt", at: harvest.head) == "two")
      #expect(try await fixture.work("git status --porcelain") == "")
      let listed = try await fixture.repository.git("worktree", "list", "--porcelain")
      #expect(listed.contains("branch \(fixture.lane.branch)\nlocked lane of packet"))
      _ = try await fixture.lane.remove(because: "done", at: LaneFixture.time)
      #expect(!FileManager.default.fileExists(atPath: fixture.lane.path))
    }
  }

  @Test("gets its branch again where others stand in the name's way")
  func branchInTheWay() async throws {
    try await LaneFixture.with { fixture in
      let name = fixture.lane.branch.short
      try await fixture.work(
        "echo two >a.txt; git checkout -qb x; git branch -qD \(name); git branch \(name)/y")
      let harvest = try await fixture.harvest()
      #expect(try await fixture.repository.id(name) == harvest.head.hex)
      let aside = try await fixture.repository.git(
        "for-each-ref", "--format=%(refname)", "refs/o8-local/quarantine")
      #expect(aside.hasPrefix("refs/o8-local/quarantine/aside/heads%o8%fix-it-1234567%y/"))
    }
  }

  @Test("gets its snapshot where others stand in the name's way")
  func snapshotInTheWay() async throws {
    try await LaneFixture.with { fixture in
      let name = "refs/o8-local/lanes/\(fixture.start)"
      try await fixture.work("echo two >a.txt; git update-ref \(name)/x HEAD")
      let snapshot = try await fixture.snapshot()
      #expect(try await fixture.repository.id(name) == snapshot.commit.hex)
    }
  }
}

@Suite("A worktree that was replaced by a link")
struct LinkedWorktreeTests {
  private func link(_ fixture: LaneFixture, to place: String) async throws {
    try await fixture.work("cd ..; rm -rf \"$1\"; ln -s '\(place)' \"$1\"")
  }

  @Test("is gone, and nothing happens where the link leads")
  func directory() async throws {
    try await LaneFixture.with { fixture in
      let victim = fixture.repository.scratch + "/victim"
      try FileManager.default.createDirectory(
        atPath: victim + "/inside", withIntermediateDirectories: true)
      try Data("precious".utf8).write(to: URL(fileURLWithPath: victim + "/keep"))
      try await link(fixture, to: victim)
      let harvest = try await fixture.harvest()
      #expect(!harvest.changed)
      #expect(harvest.notes.contains { $0.contains("a symbolic link to \(victim) stands at") })
      #expect(try await fixture.lane.remove(because: "gone", at: LaneFixture.time) == nil)
      let left = try FileManager.default.contentsOfDirectory(atPath: victim)
      #expect(left.sorted() == ["inside", "keep"])
      #expect(!Folder.exists(fixture.lane.path))
      #expect(try await !fixture.repository.git("worktree", "list").contains(fixture.lane.path))
    }
  }

  @Test("to its repository does no harm to that")
  func repository() async throws {
    try await LaneFixture.with { fixture in
      try await link(fixture, to: fixture.repository.path)
      _ = try await fixture.harvest()
      _ = try await fixture.lane.remove(because: "gone", at: LaneFixture.time)
      #expect(try await fixture.repository.git("status", "--porcelain") == "")
      #expect(try fixture.repository.read("a.txt") == "one\n")
      #expect(Folder.isDirectory(fixture.repository.gitDirectory))
    }
  }

  @Test("above it is not followed either")
  func above() async throws {
    try await LaneFixture.with { fixture in
      let root = Folder.parent(of: fixture.lane.path)
      let victim = root + "-victim"
      try FileManager.default.createDirectory(
        atPath: victim + "/lane", withIntermediateDirectories: true)
      try Data("precious".utf8).write(to: URL(fileURLWithPath: victim + "/lane/keep"))
      try FileManager.default.moveItem(atPath: root, toPath: root + "-moved")
      try FileManager.default.createSymbolicLink(atPath: root, withDestinationPath: victim)
      #expect(try fixture.lane.location() == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: victim + "/lane") == ["keep"])
      try FileManager.default.removeItem(atPath: root)
      try FileManager.default.moveItem(atPath: root + "-moved", toPath: root)
      try FileManager.default.removeItem(atPath: victim)
    }
  }
}

@Suite("Deleting a directory")
struct TreeRemovalTests {
  @Test("takes closed directories, links and depths, and leaves what links lead to")
  func everything() async throws {
    try await withRepository { repository in
      let keep = repository.scratch + "/keep"
      try Data("x".utf8).write(to: URL(fileURLWithPath: keep))
      let place = repository.scratch + "/doomed"
      try await repository.program.require(
        "sh",
        [
          "-c",
          """
          mkdir -p "$1/d/e" "$1/-rf"; cd "$1"; echo x >d/x; ln -s "$2" link; ln -s . self; mkfifo p
          i=0; while [ $i -lt 400 ]; do mkdir aaaaaaaaaaaaaaa; cd aaaaaaaaaaaaaaa; i=$((i+1)); done
          echo deep >file; cd "$1"; chmod 000 d/e; chmod 555 d
          """, "sh", place, keep,
        ])
      try TreeRemoval.remove(place)
      #expect(!Folder.exists(place))
      #expect(try String(contentsOfFile: keep, encoding: .utf8) == "x")
    }
  }

  @Test("that was cut off is ended by whoever finds it")
  func finished() async throws {
    try await withRepository { repository in
      for name in ["fix-1234567.removing.1", "fix-1234567", "fix-1234567.1", "removing.2"] {
        try FileManager.default.createDirectory(
          atPath: repository.scratch + "/" + name + "/d", withIntermediateDirectories: true)
      }
      let done = LaneWorktree.finishRemovals(below: repository.scratch)
      #expect(done.done == [repository.scratch + "/fix-1234567.removing.1"])
      #expect(done.failed == [])
      #expect(
        Folder.names(in: repository.scratch) == ["fix-1234567", "fix-1234567.1", "removing.2"])
    }
  }
}
