import Fixtures
import Git
import Model
import Store
import Support
import Testing

/// What people do by hand, with the real program behind git's hooks.
@Suite struct HookedMerges {
  @Test func aMergeOfAnApprovedLanePassesAndEndsInTheLedger() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let said = try await scene.repository.tryGit("merge", "--no-ff", "-m", "x", "lane")
      #expect(said.exit == 0, "\(said.error)")
      #expect(said.error.contains("recorded that packet \(handed.packet.short) landed"))
      let claims = try scene.claims()
      #expect(claims.count == 1)
      let claim = try #require(claims.first)
      #expect(claim.packet == handed.packet)
      #expect(claim.landed.prev == prev)
      #expect(claim.landed.commit == (try scene.fixture.value()))
      #expect(claim.landed.verdicts.count == 1)
      let note = try await scene.repository.git("notes", "--ref=o8", "show", "main")
      #expect(note.contains("Packet: \(handed.packet.short) lane"))
    }
  }

  @Test func whatTheProgramLandsIsRecordedOnce() async throws {
    try await HookScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let said = try await scene.repository.program.run(
        HookScene.program, ["merge", handed.packet.hex])
      #expect(said.exit == 0, "\(said.error)")
      #expect(!said.error.contains("recorded that packet"))
      #expect(try scene.claims().map(\.packet) == [handed.packet])
    }
  }

  @Test func aFastForwardOfAnApprovedLanePassesToo() async throws {
    try await HookScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let said = try await scene.repository.tryGit("merge", "-q", "--ff-only", "lane")
      #expect(said.exit == 0, "\(said.error)")
      #expect(try scene.fixture.value() == handed.head)
      #expect(try scene.claims().map(\.packet) == [handed.packet])
    }
  }

  @Test func anUnreviewedMergeIsRefusedWithTheWayOut() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      let handed = try await scene.fixture.hand("lane", ["b.txt": "b\n"])
      try await scene.fixture.present(handed)
      let said = try await scene.repository.tryGit("merge", "--no-ff", "-m", "x", "lane")
      #expect(said.exit != 0)
      #expect(said.error.contains("packet \(handed.packet.short) is review: lane"))
      #expect(said.error.contains("git o8 verdict \(handed.packet.short) approve"))
      #expect(said.error.contains("git merge --abort"))
      #expect(try await !scene.isClean)
      try await scene.repository.git("merge", "--abort")
      #expect(try await scene.isClean)
      #expect(try scene.fixture.value() == prev)
      #expect(try scene.claims().isEmpty)
    }
  }

  @Test func withoutTheEarlyHookTheTransactionStillRefuses() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      try await scene.branch("lane")
      let merge = try await scene.repository.tryGit(
        "merge", "--no-verify", "--no-ff", "-m", "x", "lane")
      #expect(merge.exit != 0)
      #expect(merge.error.contains("git merge --abort"))
      try await scene.repository.git("merge", "--abort")

      let forward = try await scene.repository.tryGit("merge", "lane")
      #expect(forward.error.contains("git reset --merge"))
      try await scene.repository.git("reset", "--merge")
      #expect(try await scene.isClean)
      #expect(try scene.fixture.value() == prev)
    }
  }

  @Test func whatIsNewOnAnApprovedLaneIsNotSaidToHaveLanded() async throws {
    try await HookScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("switch", "-q", "lane")
      let newer = try await scene.repository.commit(["c.txt": "c\n"], message: "more")
      try await scene.repository.git("switch", "-q", "main")
      let merge = try await scene.repository.tryGit("merge", "lane")
      #expect(merge.exit != 0)
      #expect(!merge.error.contains("has landed"), "\(merge.error)")
      #expect(
        merge.error.contains(
          "lane is at \(newer.prefix(7)), and what packet \(handed.packet.short) presents is "
            + handed.head.short), "\(merge.error)")
      #expect(merge.error.contains("git o8 gate \(handed.packet.short)"), "\(merge.error)")
    }
  }

  @Test func aCommitOnMainIsRefusedAndItsWorkIsKept() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      try scene.repository.write(["b.txt": "b\n"])
      try await scene.repository.git("add", "-A")
      let said = try await scene.repository.tryGit("commit", "--no-verify", "-m", "x")
      #expect(said.error.contains("git switch -c NAME"))
      #expect(try scene.fixture.value() == prev)
      try await scene.repository.git("switch", "-q", "-c", "topic")
      try await scene.repository.git("commit", "-q", "-m", "x")
      #expect(try await scene.isClean)
    }
  }

  @Test func nothingMovesMainPastTheHooks() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      let other = try await scene.branch("other").hex
      try await scene.repository.git("switch", "-q", "--detach")
      for words in [
        ["update-ref", "refs/heads/main", other],
        ["update-ref", "refs/heads/main", other, prev.hex],
        ["branch", "-f", "main", "other"], ["fetch", "-q", ".", "other:main"],
        ["push", "-q", ".", "other:main"], ["branch", "-D", "main"],
        ["branch", "-m", "main", "elsewhere"], ["update-ref", "-d", "refs/heads/main"],
        ["symbolic-ref", "-d", "refs/heads/main"], ["rebase", "-q", "other", "main"],
        ["worktree", "add", "-q", "-B", "main", scene.repository.scratch + "/tree", "other"],
      ] {
        let said = try await scene.repository.program.run("git", words)
        #expect(said.exit != 0, "git \(words.joined(separator: " "))")
        #expect(try scene.fixture.value() == prev, "git \(words.joined(separator: " "))")
        if words[0] == "rebase" { try await scene.repository.git("rebase", "--abort") }
      }
    }
  }

  @Test func aBranchThatWasToBecomeMainCanBeBroughtBack() async throws {
    try await HookScene.with { scene in
      let other = try await scene.branch("other").hex
      try await scene.repository.git("switch", "-q", "--detach")
      let said = try await scene.repository.tryGit("branch", "-M", "other", "main")
      #expect(said.exit != 0)
      #expect(said.error.contains("git branch NAME \(other)"))
      try await scene.repository.git("branch", "other", other)
    }
  }

  @Test func upkeepAndWorkOnOtherBranchesPass() async throws {
    try await HookScene.with { scene in
      try await scene.branch("other")
      try await scene.repository.git("pack-refs", "--all")
      try await scene.repository.git("gc", "-q", "--prune=now")
      try scene.repository.write(["a.txt": "dirty\n"])
      try await scene.repository.git("stash", "-q")
      try await scene.repository.git("stash", "pop", "-q")
      try await scene.repository.git("reset", "-q", "--hard")
      try await scene.repository.git("switch", "-q", "other")
      try await scene.repository.git("rebase", "-q", "main")
      try await scene.repository.commit(["z.txt": "z\n"])
      try await scene.repository.git("branch", "-q", "-m", "other", "renamed")
      try await scene.repository.git("switch", "-q", "main")
      try await scene.repository.git("branch", "-q", "-D", "renamed")
      try await scene.repository.git("update-ref", "refs/heads/main", "main")
      #expect(try await scene.isClean)
    }
  }

  @Test func aWorktreeIsGuardedLikeTheRepository() async throws {
    try await HookScene.with { scene in
      let prev = try scene.fixture.value()
      let path = scene.repository.scratch + "/tree"
      try await scene.repository.git("switch", "-q", "--detach")
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("switch", "-q", "--detach")
      try await scene.branch("bad")
      try await scene.repository.git("switch", "-q", "--detach")
      try await scene.repository.git("worktree", "add", "-q", path, "main")
      let program = scene.repository.program
      let bad = try await program.run("git", ["merge", "-m", "x", "bad"], in: path)
      #expect(bad.exit != 0)
      try await program.require("git", ["reset", "-q", "--merge"], in: path)
      #expect(try scene.fixture.value() == prev)
      try await program.require(
        "git", ["merge", "-q", "--no-ff", "-m", "x", "lane"], in: path)
      #expect(try scene.claims().map(\.packet) == [handed.packet])
    }
  }
}
