import Fixtures
import Foundation
import Git
import Lanes
import Model
import Store
import Support
import Testing

@testable import Operations

@Suite("A worker that damages its own lane")
struct LostWorkTests {
  @Test(
    "is recorded, and nothing is in order that is not",
    arguments: [
      "echo junk >$(git rev-parse --git-dir)/index", "rm -rf $(git rev-parse --git-dir)",
      "git worktree unlock $PWD; git worktree move $PWD $PWD-moved",
      "git update-ref refs/o8/heads/$O8_PACKET/x HEAD",
      "git update-ref refs/o8-local/lanes/$O8_PACKET/x HEAD",
      "B=$(git symbolic-ref --short HEAD); git checkout -qb z; git branch -qD $B; git branch $B/x",
    ])
  func recorded(damage: String) async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two >a.txt; \(damage)")
      #expect(sent.packet.state == .review)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      let done = try await scene.workspace.reconcile()
      #expect(done.actions.isEmpty && done.problems.isEmpty)
      _ = try await scene.workspace.cancel(sent.packet.id.hex, reason: nil)
      #expect(try await scene.repository.git("worktree", "list").split(separator: "\n").count == 1)
    }
  }

  @Test("beyond what can be mended has its packet held, and says where its files are")
  func held() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch(
        "echo two >a.txt; git symbolic-ref refs/heads/$(git symbolic-ref --short HEAD)-x HEAD; "
          + "B=$(git symbolic-ref HEAD); git checkout -q --detach; git symbolic-ref $B refs/heads/zz"
      )
      #expect(sent.packet.state == .waiting)
      let note = try #require(sent.packet.attempts.last?.end?.notes.last)
      #expect(note.hasPrefix("what the worker left could not be taken in: "))
      #expect(note.contains("git symbolic-ref --delete"))
      #expect(note.contains("; its files are at /"))
      #expect(try await scene.workspace.reconcile().actions.isEmpty)
    }
  }

  @Test("by moving it elsewhere is followed there")
  func moved() async throws {
    try await LaneScene.with { scene in
      let place = scene.repository.scratch + "/elsewhere"
      let sent = try await scene.dispatch(
        "echo two >a.txt; git worktree unlock $PWD; git worktree move $PWD '\(place)'")
      #expect(sent.packet.state == .review)
      let notes = try #require(sent.packet.attempts.last?.end?.notes)
      #expect(notes.contains("the worktree was moved: it is at \(place)"))
      #expect(
        try await scene.repository.git("worktree", "list", "--porcelain")
          .contains("locked lane of packet \(sent.packet.id.short)"))
    }
  }

  @Test("by checking out main there blocks no landing")
  func main() async throws {
    try await LaneScene.with { scene in
      let stray = try await scene.dispatch(
        "git checkout -q --ignore-other-worktrees main; echo f >f", title: "Stray")
      let other = try await scene.dispatch("echo two >b.txt", title: "Other")
      _ = try await scene.workspace.sign(
        scene.workspace.docket(for: VerdictRequest(.approve, on: other.packet.id.hex)))
      _ = try await scene.workspace.merge(other.packet.id.hex)
      #expect(try await scene.repository.git("show", "main:b.txt") == "two")
      #expect(try await scene.text(of: "f", at: try #require(stray.packet.head)) == "f")
    }
  }
}

@Suite("What is left of a removed worktree")
struct RemovalRemainsTests {
  @Test("goes with the next reconcile, and another has nothing to do")
  func finished() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two >a.txt")
      let path = try #require(
        try await scene.repository.git("worktree", "list", "--porcelain")
          .split(separator: "\n").last { $0.hasPrefix("worktree ") }?.dropFirst(9))
      _ = try await scene.workspace.cancel(sent.packet.id.hex, reason: nil)
      let left = "\(path).removing.1"
      try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
      let done = try await scene.workspace.reconcile()
      #expect(done.actions.map(\.text) == ["deleted what was left of a worktree: \(left)"])
      #expect(!FileManager.default.fileExists(atPath: left))
      #expect(try await scene.workspace.reconcile().actions.isEmpty)
    }
  }

  @Test("is kept in a snapshot first where git was made to forget it")
  func forgotten() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.dispatch("echo two >a.txt")
      let id = sent.packet.id
      let path = try #require(
        try await scene.repository.git("worktree", "list", "--porcelain")
          .split(separator: "\n").last { $0.hasPrefix("worktree ") }?.dropFirst(9))
      _ = try await scene.workspace.cancel(id.hex, reason: nil)
      try FileManager.default.createDirectory(
        atPath: String(path), withIntermediateDirectories: true)
      try Data("late".utf8).write(to: URL(fileURLWithPath: path + "/late.txt"))
      let done = try await scene.workspace.reconcile()
      #expect(done.problems == [])
      #expect(done.actions.count == 1)
      #expect(!FileManager.default.fileExists(atPath: String(path)))
      #expect(
        try await scene.repository.git("show", "refs/o8-local/lanes/\(id):late.txt") == "late")
    }
  }
}

@Suite("Commits in a lane's submodule")
struct LaneSubmoduleTests {
  private static let work =
    "git submodule update -q --init && cd sub && echo WORK >x && git commit -qam work"
    + " && git rev-parse HEAD >\"$SCRATCH\" && cd .. && git commit -qam bump"

  /// A repository with a submodule, which the main worktree has checked out or not.
  private func with(
    mainHasIt: Bool, _ body: (LaneScene, _ work: String, _ tip: String) async throws -> Void
  ) async throws {
    try await LaneScene.with { scene in
      let git = scene.repository
      try await git.git("config", "--global", "protocol.file.allow", "always")
      let sub = git.scratch + "/sub"
      try await git.git("init", "-q", "-b", "main", sub)
      try await git.git("-C", sub, "config", "user.name", "Sub")
      try await git.git("-C", sub, "config", "user.email", "sub@example.org")
      try await git.program.require(
        "sh", ["-c", "cd \"$1\" && echo 1 >x && git add -A && git commit -qm s", "sh", sub])
      let made = try await scene.dispatch("git submodule add -q '\(sub)' sub", title: "Seed")
      _ = try await scene.workspace.sign(
        scene.workspace.docket(for: VerdictRequest(.approve, on: made.packet.id.hex)))
      _ = try await scene.workspace.merge(made.packet.id.hex)
      if mainHasIt { try await git.git("submodule", "update", "-q", "--init") }
      let tip = git.scratch + "/sub-tip"
      let identity =
        "GIT_AUTHOR_NAME=w GIT_AUTHOR_EMAIL=w GIT_COMMITTER_NAME=w GIT_COMMITTER_EMAIL=w"
      let work = "export SCRATCH='\(tip)' \(identity); \(Self.work)"
      try await body(scene, work, tip)
    }
  }

  @Test("are brought to the main worktree's repository of it, and reviewers are told")
  func kept() async throws {
    try await with(mainHasIt: true) { scene, work, place in
      let sent = try await scene.dispatch(work)
      #expect(sent.packet.state == .review)
      let findings = sent.packet.presented?.findings ?? []
      #expect(findings.contains { $0.text.contains("is on no branch of its remote") })
      _ = try await scene.workspace.cancel(sent.packet.id.hex, reason: nil)
      let tip = try String(contentsOfFile: place, encoding: .utf8).prefix(40)
      #expect(
        try await scene.repository.git("-C", "sub", "cat-file", "-t", String(tip)) == "commit")
    }
  }

  @Test("that are nowhere else do not come in, and the worktree stays")
  func blocked() async throws {
    try await with(mainHasIt: false) { scene, work, _ in
      let sent = try await scene.dispatch(work)
      #expect(sent.packet.state == .failed)
      let closed = try await scene.workspace.cancel(sent.packet.id.hex, reason: nil)
      #expect(closed.closing.kept.contains { $0.contains("sub (commits of a submodule") })
      try await scene.repository.git("submodule", "update", "-q", "--init")
      let done = try await scene.workspace.reconcile()
      #expect(done.actions.contains { $0.kind == .cleared })
      #expect(try await scene.repository.git("worktree", "list").split(separator: "\n").count == 1)
    }
  }
}
