import Fixtures
import Git
import Model
import Store
import Support
import Testing

/// Hooks where a remote takes part, and where the policy is not as it should be.
@Suite struct HookedPulls {
  @Test func aPlainPullIsAdmittedAndRecordsNothing() async throws {
    try await HookScene.with { scene in
      let clone = try await scene.repository.clone(named: "clone")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      try await scene.install(in: clone)
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let said = try await clone.tryGit("pull", "-q")
      #expect(said.exit == 0, "\(said.error)")
      #expect(try await clone.id("main") == scene.fixture.value().hex)
      let ledger = try await clone.git("log", "--format=%s", "refs/o8/ledger")
      #expect(!ledger.contains("landed"))
    }
  }

  @Test func aPushOfWhatNothingCoversIsRefusedEarly() async throws {
    try await HookScene.with { scene in
      let bare = scene.repository.scratch + "/bare.git"
      try await scene.repository.git("init", "-q", "--bare", bare)
      try await scene.repository.git("remote", "add", "origin", bare)
      let first = try await scene.repository.tryGit("push", "-q", "origin", "main")
      #expect(first.exit == 0, "\(first.error)")
      #expect(first.error.contains("sent what proves main to origin ahead of it"))
      for name in [Layout.policy, Layout.ledger] {
        let there = try await scene.repository.git("-C", bare, "rev-parse", name.text)
        #expect(try await scene.repository.id(name.text) == there)
      }

      let other = try await scene.branch("other")
      let bad = try await scene.repository.tryGit("push", "-q", "origin", "other:main")
      #expect(bad.exit != 0)
      #expect(bad.error.contains("nothing was pushed to origin"))
      let gone = try await scene.repository.tryGit("push", "-q", "origin", ":main")
      #expect(gone.error.contains("may not be deleted at origin"))
      let free = try await scene.repository.tryGit("push", "-q", "origin", "other")
      #expect(free.exit == 0, "\(free.error)")
      #expect(try await scene.repository.git("rev-parse", "origin/other") == other.hex)

      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("merge", "-q", "--no-ff", "-m", "x", "lane")
      let good = try await scene.repository.tryGit(
        "push", "-q", "--atomic", "origin", "refs/o8/*:refs/o8/*", "main")
      #expect(good.exit == 0, "\(good.error)")
      #expect(!good.error.contains("sent what proves"))
    }
  }

  @Test func withoutThePolicyNothingMovesButUpkeep() async throws {
    try await HookScene.with { scene in
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      try await scene.repository.git("update-ref", "-d", Layout.policy.text)
      let said = try await scene.repository.tryGit("merge", "-q", "--ff-only", "lane")
      #expect(said.exit != 0)
      #expect(said.error.contains("is gone from refs/o8/policy"))
      try await scene.repository.git("reset", "-q", "--merge")
      try await scene.repository.git("pack-refs", "--all")
    }
  }

  @Test func anExpiredPolicyFreezesTheBranch() async throws {
    try await HookScene.with(policy: { $0.expires = CalendarDay("2020-01-01")! }) { scene in
      _ = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let said = try await scene.repository.tryGit("merge", "-q", "--ff-only", "lane")
      #expect(said.exit != 0)
      #expect(said.error.contains("the policy expired on 2020-01-01"))
    }
  }

  @Test func aBareRepositoryIsGuardedToo() async throws {
    try await HookScene.with { scene in
      let handed = try await scene.fixture.approved("lane", ["b.txt": "b\n"])
      let other = try await scene.branch("other")
      let bare = try await scene.repository.clone(named: "bare", options: ["--bare"])
      try await bare.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      try await scene.install(in: bare)
      try await bare.git("remote", "remove", "origin")
      let bad = try await bare.tryGit("update-ref", "refs/heads/main", other.hex)
      #expect(bad.exit != 0)
      #expect(!bad.error.contains("puts everything back"))
      let good = try await bare.tryGit("update-ref", "refs/heads/main", handed.head.hex)
      #expect(good.exit == 0, "\(good.error)")
    }
  }

  @Test func whatGitMightSayOneDayIsRefusedOrLeftAlone() async throws {
    try await HookScene.with { scene in
      let zeros = String(repeating: "0", count: 40)
      let id = try await scene.branch("other").hex
      for (state, input, exit) in [
        ("prepared", "", 0), ("preparing", "garbage\n", 0), ("aborted", "garbage\n", 0),
        ("prepared", "garbage\n", 3), ("prepared", "\(zeros) \(id) refs/heads/main\n", 3),
        ("prepared", "\(zeros) ref:refs/heads/other refs/heads/main\n", 3),
        ("prepared", "\(zeros) ref:refs/heads/main HEAD\n", 0),
        ("prepared", "\(zeros) \(id) refs/heads/elsewhere\n", 0),
        ("prepared", "\(zeros) \(id) refs/heads/MAIN\n", 3),
        ("prepared", "\(zeros) \(String(repeating: "f", count: 40)) refs/heads/main\n", 3),
      ] {
        let said = try await scene.repository.program.run(
          HookScene.program, ["hook", "reference-transaction", state], input: input)
        #expect(Int(said.exit) == exit, "\(state) \(input) \(said.error)")
      }
    }
  }
}
