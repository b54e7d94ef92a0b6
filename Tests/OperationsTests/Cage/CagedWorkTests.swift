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

@Suite("Work in a cage", .caged)
struct CagedWorkTests {
  @Test("comes home: what was committed, and what was left uncommitted")
  func comesHome() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        """
        set -e
        test "$(git show main:a.txt)" = one
        echo two > a.txt
        git commit -qam 'Change it'
        echo three > b.txt
        git add b.txt
        echo four > c.txt
        """)
      #expect(sent.packet.state == .review)
      #expect(sent.packet.work.isolation == "sandbox")
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(try await scene.text(of: "b.txt", at: head) == "three")
      #expect(try await scene.text(of: "c.txt", at: head) == "four")
      #expect(
        try await scene.repository.git("log", "--format=%an %s", "-1", "\(head)^")
          == "Worker Change it")
      _ = try await scene.repository.git("fsck", "--strict", "--no-dangling")
      let worktree = try #require(sent.worktree)
      let inLane = scene.repository.worktree(at: worktree)
      #expect(try await inLane.git("status", "--porcelain").isEmpty)
    }
  }

  @Test("goes on from attempt to attempt, from a merge that was under way too")
  func goesOn() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        """
        if test "$O8_ATTEMPT" = 1; then
          git checkout -q -b side; echo side > s.txt; git add s.txt; git commit -qm side
          git checkout -q -; echo lane > l.txt; git add l.txt; git commit -qm lane
          git merge -q --no-commit --no-ff side
          exit 1
        fi
        test -e s.txt && echo there > seen
        """, attempts: 2)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "s.txt", at: head) == "side")
      #expect(try await scene.text(of: "seen", at: head) == "there")
    }
  }

  @Test("on a branch of its own or detached is taken all the same")
  func otherBranch() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        "git checkout -q -b mine; echo two > a.txt; git commit -qam two; git pack-refs --all")
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      let branches = try await scene.repository.git("branch", "--format=%(refname:short)")
      #expect(!branches.split(separator: "\n").contains("mine"))
    }
  }

  @Test("sees its tags, and objects by a path of which every library knows the meaning")
  func library() async throws {
    try await LaneScene.with { scene in
      try await scene.repository.git("tag", "-a", "-m", "a tag", "v1")
      let sent = try await scene.caged(
        """
        common=$(git rev-parse --git-common-dir)
        head -n 1 $common/packed-refs > a.txt
        git rev-parse 'v1^{commit}' 'v1^{tag}' | uniq | wc -l >> a.txt
        test -d "$(cat $common/objects/info/alternates)" && echo there >> a.txt
        """)
      let head = try #require(sent.packet.head)
      let seen = try await scene.text(of: "a.txt", at: head).split(separator: "\n")
      #expect(seen == ["# pack-refs with: sorted unpeeled ", "2", "there"])
    }
  }

  @Test("in packs is taken as well")
  func packed() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        "echo two > a.txt; git commit -qam two; git repack -q -d; echo three > a.txt")
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "three")
      _ = try await scene.repository.git("fsck", "--strict", "--no-dangling")
    }
  }

  @Test("that runs out of time is asked first, and may still say something")
  func timeIsUp() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged(
        "trap 'echo asked > asked; exit 3' INT; while :; do sleep 0.05; done"
      ) { $0.timeoutSeconds = 1 }
      let end = try #require(sent.packet.attempts.first?.end)
      #expect(end.outcome == .timedOut)
      #expect(end.exit == 3)
      #expect(try await scene.text(of: "asked", at: try #require(end.head)) == "asked")
    }
  }

  @Test("whose program is hidden fails with the way out, and is tried no second time")
  func hiddenProgram() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged("", attempts: 3) {
        $0.command = ["/nowhere/at/all/agent"]
      }
      #expect(sent.packet.state == .failed)
      #expect(sent.packet.attempts.count == 1)
      let notes = sent.packet.attempts[0].end?.notes ?? []
      #expect(notes.contains { $0.contains("in its cage") })
    }
  }

  @Test("finds a program of the home that it is started with, and nothing else there")
  func programOfHome() async throws {
    try await LaneScene.with { scene in
      let home = try #require(scene.fixture.environment["HOME"])
      let folder = "\(home)/agents"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      try Data("#!/bin/sh\nls -A \"$HOME\" > seen\n".utf8).write(
        to: URL(fileURLWithPath: "\(folder)/agent"))
      chmod("\(folder)/agent", 0o755)
      try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(home)/secret"))
      let sent = try await scene.caged("") { $0.command = ["\(folder)/agent"] }
      let head = try #require(sent.packet.head)
      let seen = try await scene.text(of: "seen", at: head)
      #expect(seen.contains("agents"))
      #expect(!seen.contains("secret"))
    }
  }

  @Test("whose lane is killed is taken in from where it was kept")
  func killedLane() async throws {
    try await LaneScene.with { scene in
      let ready = "\(scene.repository.scratch)/ready"
      try await scene.repository.git("config", "o8.cageWrite", scene.repository.scratch)
      var request = WorkRequest(
        title: "Fix it", attempts: 1,
        command: [
          "sh", "-c", "echo two > a.txt; git commit -qam two; echo > '\(ready)'; sleep 600",
        ])
      request.isolation = .sandbox
      let sent = try await scene.workspace.dispatch(request, .detached)
      while !FileManager.default.fileExists(atPath: ready) {
        try await Task.sleep(for: .milliseconds(20))
      }
      let lanes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(
        Int32.init
      )
      .filter { process in
        let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let text = String(decoding: words, as: UTF8.self)
        return text.contains("lane\0run\0\(sent.packet.id)")
      }
      #expect(!lanes.isEmpty)
      for lane in lanes { kill(lane, SIGKILL) }
      let place = scene.workspace.place(of: sent.packet.id)
      while place.isHeld { try await Task.sleep(for: .milliseconds(20)) }
      let governed = try scene.fixture.governed()
      let setting = try await scene.workspace.laneSetting(governed)
      let stalled = try #require(try scene.packet(sent.packet.id))
      let packet = try #require(
        try await LaneRecovery(governed, setting).recoverUnlessHeld(stalled))
      let attempt = try #require(packet.attempts.first)
      let head = try #require(attempt.end?.head)
      #expect(attempt.end?.outcome == .crashed)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      #expect(packet.state == .waiting)
    }
  }

  @Test("is judged by gates in cages of their own")
  func gates() async throws {
    let gate = GovernedFixture.gate(
      "look", "test \"$(cat a.txt)\" = two && git log -1 --format=%s && test ! -e \"$HOME/secret\"")
    try await LaneScene.with(gates: [gate]) { scene in
      let home = try #require(scene.fixture.environment["HOME"])
      try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(home)/secret"))
      let sent = try await scene.caged("echo two > a.txt")
      #expect(sent.packet.state == .review, "\(sent.halt ?? "")")
      let stages = scene.repository.gitDirectory + "/o8/stages"
      #expect(try FileManager.default.contentsOfDirectory(atPath: stages).isEmpty)
    }
  }

  @Test("asked for where none can be is held, not done without")
  func unknown() async throws {
    try await LaneScene.with { scene in
      let sent = try await scene.caged("exit 1")
      #expect(sent.packet.state == .failed)
      var work = sent.packet.work
      work.isolation = "moat"
      let governed = try scene.fixture.governed()
      _ = try await governed.carryOut(
        .edit(work), on: sent.packet.id, stamp: scene.fixture.stamp)
      let retried = try await scene.workspace.retry(
        sent.packet.id.hex, takingOver: true, .here { _ in })
      #expect(retried.packet.state == .waiting)
      #expect(retried.packet.pause?.text.contains("moat") == true)
    }
  }
}

@Suite("A clone of its own")
struct CloneIsolationTests {
  @Test("keeps settings, hooks and branches apart, and its commits come home")
  func clone() async throws {
    try await LaneScene.with { scene in
      let before = try await scene.untouchable()
      let sent = try await scene.caged(
        """
        set -e
        c=$(git rev-parse --git-common-dir)
        git config core.hooksPath /evil
        echo evil > "$c/hooks/post-commit"
        git branch evil
        git update-ref refs/heads/main HEAD
        echo two > a.txt; git commit -qam two
        git update-ref refs/heads/main HEAD
        """, as: .clone)
      #expect(sent.packet.state == .review)
      #expect(try await scene.untouchable() == before)
      let head = try #require(sent.packet.head)
      #expect(try await scene.text(of: "a.txt", at: head) == "two")
      let worktree = try #require(sent.worktree)
      #expect(try await scene.repository.worktree(at: worktree).id("HEAD") == head.hex)
    }
  }
}
