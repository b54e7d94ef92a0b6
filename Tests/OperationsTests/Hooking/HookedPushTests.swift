import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

/// A push of a protected branch takes its proof along.
@Suite struct HookedPushes {
  private func with(
    _ body: (HookScene, _ bare: String) async throws -> Void
  ) async throws {
    try await HookScene.with { scene in
      let bare = scene.repository.scratch + "/bare.git"
      try await scene.repository.git("init", "-q", "--bare", bare)
      try await scene.repository.git("remote", "add", "origin", bare)
      try await body(scene, bare)
    }
  }

  /// Has the remote refuse what the shell pattern fits.
  private func refuse(_ pattern: String, at bare: String) throws {
    let hook = bare + "/hooks/update"
    try "#!/bin/sh\ncase $1 in \(pattern)) echo not here >&2; exit 1; esac\n".write(
      toFile: hook, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
  }

  @Test func aHandMadeLandingIsProvedThereByAPlainPush() async throws {
    try await with { scene, bare in
      try await scene.repository.git("push", "-q", "origin", "main")
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let pushed = try await scene.repository.tryGit("push", "origin", "main")
      #expect(pushed.exit == 0, "\(pushed.error)")
      let clone = scene.repository.scratch + "/verified"
      try await scene.repository.git("clone", "-q", bare, clone)
      try await scene.repository.git("-C", clone, "fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      let verified = try await scene.repository.program.run(
        HookScene.program, ["-C", clone, "verify", "--all"])
      #expect(verified.exit == 0, "\(verified.output)\(verified.error)")
    }
  }

  @Test func aBranchThatMayNotBeMadeThereIsNoMoveAndNobodysLanding() async throws {
    try await HookScene.with(policy: { $0.protected.append(Pattern("release/*")!) }) { scene in
      let bare = scene.repository.scratch + "/bare.git"
      try await scene.repository.git("init", "-q", "--bare", bare)
      try await scene.repository.git("remote", "add", "origin", bare)
      let packet = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let head = try #require(try scene.fixture.open().target(of: ReferenceName(branch: "lane")!))
      let pushed = try await scene.repository.tryGit("push", "origin", "lane:release/9")
      #expect(pushed.exit != 0)
      #expect(
        pushed.error.contains("release/9 is protected and may not be made at \(head.short)"))
      #expect(pushed.error.contains("nothing was pushed to origin"))
      #expect(pushed.error.contains("git o8 init, run by an owner"))
      #expect(!pushed.error.contains("may not move from"))
      #expect(!pushed.error.contains(packet.packet.short), "\(pushed.error)")
    }
  }

  @Test func aRemoteThatRefusesTheProofDoesNotGetTheBranch() async throws {
    try await with { scene, bare in
      try refuse("refs/o8/*", at: bare)
      let pushed = try await scene.repository.tryGit("push", "-q", "origin", "main")
      #expect(pushed.exit != 0)
      #expect(pushed.error.contains("origin does not take what proves main"))
      #expect(pushed.error.contains("not here"))
      #expect(pushed.error.contains("git push --atomic origin 'refs/o8/*:refs/o8/*' main"))
      #expect(try await scene.repository.git("-C", bare, "for-each-ref") == "")
      // Who knows what they do may.
      try await scene.repository.git("push", "-q", "--no-verify", "origin", "main")
    }
  }

  @Test func whatTheRemoteHasBesidesIsNotOverwritten() async throws {
    try await with { scene, bare in
      try await scene.repository.git("push", "-q", "origin", "main")
      let ledger = try await scene.repository.id("refs/o8/ledger")
      let tree = try await scene.repository.git("-C", bare, "rev-parse", "main^{tree}")
      let other = try await scene.repository.git(
        "-C", bare, "-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "theirs", "-p",
        ledger, tree)
      try await scene.repository.git("-C", bare, "update-ref", Layout.ledger.text, other)
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let pushed = try await scene.repository.tryGit("push", "-q", "origin", "main")
      #expect(pushed.exit != 0)
      #expect(pushed.error.contains("fetch first"))
      #expect(try await scene.repository.git("-C", bare, "rev-parse", Layout.ledger.text) == other)
    }
  }

  @Test func otherBranchesNeedNoProof() async throws {
    try await with { scene, bare in
      try refuse("refs/o8/*", at: bare)
      _ = try await scene.branch("topic")
      try await scene.repository.git("push", "-q", "origin", "topic")
    }
  }
}

/// Moves that are refused when git has changed index and files already.
@Suite struct RefusedMoveRemains {
  @Test(arguments: [
    ["reset", "--hard", "topic"], ["checkout", "-B", "main", "topic"],
    ["revert", "--no-edit", "HEAD"],
  ])
  func theWayBackIsSaid(words: [String]) async throws {
    try await HookScene.with { scene in
      _ = try await scene.branch("topic")
      try scene.repository.write(["a.txt": "mine\n"])
      try await scene.repository.git("stash", "-q")
      let said = try await scene.repository.program.run("git", words)
      #expect(said.exit != 0)
      #expect(said.error.contains("git reset --merge takes them back"), "\(said.error)")
      #expect(try await !scene.isClean)
      try await scene.repository.git("reset", "-q", "--merge")
      #expect(try await scene.isClean)
    }
  }

  @Test func whereNothingHasChangedNothingIsSaid() async throws {
    try await HookScene.with { scene in
      let commit = try await scene.branch("topic")
      let said = try await scene.repository.tryGit("update-ref", "refs/heads/main", commit.hex)
      #expect(said.exit != 0)
      #expect(!said.error.contains("git reset"))
    }
  }

  @Test func withoutTheProgramOnlyWhatMovesIsStopped() async throws {
    try await HookScene.with { scene in
      let hook = scene.repository.gitDirectory + "/hooks/reference-transaction"
      let text = try String(contentsOfFile: hook, encoding: .utf8)
        .replacingOccurrences(of: HookScene.program, with: "/nowhere/git-o8")
        .replacingOccurrences(of: "command -v git-o8", with: "command -v no-such-program")
      try text.write(toFile: hook, atomically: false, encoding: .utf8)
      try scene.repository.write(["a.txt": "mine\n"])
      try await scene.repository.git("stash", "-q")
      try await scene.repository.git("stash", "pop", "-q")
      let said = try await scene.repository.tryGit("commit", "-q", "-a", "-m", "x")
      #expect(said.exit != 0 && said.error.contains("is missing"), "\(said.error)")
    }
  }

  @Test func whatOwnersHaveDeletedMayBeDeletedAtTheRemoteToo() async throws {
    try await HookScene.with { scene in
      let bare = scene.repository.scratch + "/bare.git"
      try await scene.repository.git("init", "-q", "--bare", bare)
      try await scene.repository.git("remote", "add", "origin", bare)
      try await scene.repository.git("-C", bare, "config", "receive.denyDeleteCurrent", "ignore")
      try await scene.repository.git("push", "-q", "origin", "main")
      let old = try scene.fixture.value()
      let governed = try scene.fixture.governed()
      let epoch = try #require(try Judge(governed).epoch(of: GovernedFixture.main, at: old))
      let refused = try await scene.repository.tryGit("push", "-q", "origin", ":main")
      #expect(refused.exit != 0 && refused.error.contains("may not be deleted"))
      try await scene.fixture.enter(
        .forced(
          Forced(
            branch: GovernedFixture.main, old: old, new: nil, rewind: false, reason: "done",
            epoch: epoch)))
      let gone = try await scene.repository.tryGit("push", "-q", "origin", ":main")
      #expect(gone.exit == 0, "\(gone.error)")
      // The entry went ahead of it.
      let ledger = try await scene.repository.git("-C", bare, "rev-parse", Layout.ledger.text)
      #expect(try await scene.repository.id(Layout.ledger.text) == ledger)
    }
  }

  @Test func aBranchThatIsProtectedByPatternMayBeCut() async throws {
    try await HookScene.with(policy: { $0.protected.append(Pattern("release/*")!) }) { scene in
      let topic = try await scene.branch("topic")
      let wild = try await scene.repository.tryGit("branch", "release/2", topic.hex)
      #expect(wild.exit != 0 && wild.error.contains("has not been adopted"), "\(wild.error)")
      let cut = try await scene.repository.tryGit("branch", "release/1", "main")
      #expect(cut.exit == 0 && cut.error.contains("nothing lands on it: git o8 init"), "\(cut)")
      let moved = try await scene.repository.tryGit("branch", "-f", "release/1", topic.hex)
      #expect(moved.exit != 0)
    }
  }
}
