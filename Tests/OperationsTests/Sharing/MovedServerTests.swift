import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

/// A remote without hooks, whose main somebody moved past everybody.
@Suite("A server's branch that was moved by hand")
struct MovedServerTests {
  private func moved(
    _ body: (SharingScene, _ before: ObjectID, _ evil: ObjectID) async throws -> Void
  ) async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let before = try scene.ann.value()
      try await scene.bob.repository.commit(["evil.txt": "evil\n"], message: "past everybody")
      try await scene.bob.repository.git("push", "-q", "origin", "HEAD:main")
      try await scene.ann.repository.git("pull", "-q", "--ff-only", "origin", "main")
      try await body(scene, before, try scene.ann.value())
    }
  }

  private func breaches(in clone: GovernedFixture) throws -> [Breach] {
    try Judge(clone.governed()).recordedBreaches()
  }

  @Test("until the remote was asked it may only lack evidence, and then it is a breach")
  func recorded() async throws {
    try await moved { scene, before, evil in
      let ann = try scene.workspace(scene.ann)
      let early = try await ann.reconcile()
      #expect(early.actions.isEmpty)
      #expect(early.problems.contains { $0.contains("git o8 sync origin") })
      #expect(try breaches(in: scene.ann).isEmpty)

      let needs = try await scene.sync(scene.ann).needs
      #expect(needs.map(\.commands) == [["git o8 verify --branch main", "git o8 reconcile"]])
      #expect(needs.first?.text.contains("origin/main has 1 step that nothing proves") == true)
      let done = try await ann.reconcile()
      #expect(done.actions.map(\.kind) == [.breachRecorded])
      let problem = try #require(done.problems.first)
      #expect(problem.contains("git o8 adopt --breach main"))
      #expect(problem.contains("git o8 force main \(before.short) --rewind"))
      #expect(try breaches(in: scene.ann).map(\.new) == [evil])

      // The other clone has it from the ledger and records nothing again.
      try await scene.sync(scene.ann)
      try await scene.sync(scene.bob)
      let other = try await scene.workspace(scene.bob).reconcile()
      #expect(other.actions.isEmpty)
      #expect(other.problems.contains { $0.contains("git o8 adopt --breach main") })
    }
  }

  @Test("what landed with its evidence on the way is no breach")
  func honest() async throws {
    try await SharingScene.with(policy: { $0.landing = [.merge] }) { scene in
      try await scene.settle()
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.ann.repository.git("merge", "-q", "--no-ff", "lane")
      try await scene.ann.repository.git("push", "-q", "origin", "main")
      try await scene.bob.repository.git("pull", "-q", "--ff-only", "origin", "main")
      let bob = try scene.workspace(scene.bob)
      #expect(try await bob.reconcile().problems.count == 1)
      #expect(try breaches(in: scene.bob).isEmpty)
      try await scene.settle()
      #expect(try await bob.reconcile().problems.isEmpty)
      #expect(try breaches(in: scene.bob).isEmpty)
      #expect(try scene.packet(handed.packet, in: scene.bob)?.state == .landed)
    }
  }

  @Test("it is reviewed afterwards, and all clones prove it")
  func reviewed() async throws {
    try await moved { scene, _, evil in
      let ann = try scene.workspace(scene.ann)
      try await scene.sync(scene.ann)
      _ = try await ann.reconcile()
      let adopted = try await ann.adoptBreach(
        of: "main", title: nil, scope: [], .here { _ in })
      let id = adopted.packet.id
      let meanwhile = try await ann.reconcile().problems
      #expect(meanwhile.contains { $0.contains("git o8 show \(id.short)") })
      _ = try await ann.sign(try ann.docket(for: VerdictRequest(.approve, on: id.hex)))
      #expect(try await ann.merge(id.hex).commit == evil)
      try await scene.settle()
      for clone in scene.fixture.clones {
        #expect(try await scene.workspace(clone).verification(of: .protected).isProved)
        #expect(try await scene.workspace(clone).reconcile().problems.isEmpty)
        #expect(try await scene.sync(clone).needs.isEmpty)
      }
    }
  }

  @Test("it is taken back by an owner, at the remote too")
  func takenBack() async throws {
    try await moved { scene, before, _ in
      let ann = try scene.workspace(scene.ann)
      try await scene.sync(scene.ann)
      _ = try await ann.reconcile()
      _ = try await ann.force(
        ForceRequest(branch: "main", commit: before.hex, reason: "a breach", rewinds: true))
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(ReferenceName("refs/heads/main")!) == before)
      #expect(try await ann.verification(of: .protected).isProved)
      #expect(try await ann.reconcile().problems.isEmpty)
    }
  }

  @Test("who lands on top of it is told")
  func onTop() async throws {
    try await moved { scene, _, _ in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      let ann = try scene.workspace(scene.ann)
      let words = "nothing covers 1 step of main below this"
      let preview = try await ann.previewOfMerge(handed.packet.hex)
      #expect(preview.remarks.contains { $0.hasPrefix(words) })
      let report = try await ann.merge(handed.packet.hex)
      #expect(report.remarks.contains { $0.hasPrefix(words) })
    }
  }

  @Test("who had not pulled it is told before they do")
  func behind() async throws {
    try await moved { scene, before, _ in
      try await scene.ann.repository.git(
        "-c", "core.hooksPath=/dev/null", "reset", "-q", "--hard", before.hex)
      let needs = try await scene.sync(scene.ann).needs
      #expect(
        needs.map(\.commands) == [
          [
            "git o8 verify main..origin/main --branch main", "git merge --ff-only origin/main",
            "git o8 reconcile",
          ]
        ])
    }
  }

  @Test("a branch that was taken back past the owners is named when it is put right")
  func backwards() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let before = try scene.ann.value()
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.settle()
      let landed = try scene.ann.value()
      try await scene.bare.git("update-ref", "refs/heads/main", before.hex)
      let report = try await scene.sync(scene.ann)
      #expect(
        report.remarks == [
          "origin/main had been taken back there from \(landed.short) to \(before.short) without "
            + "an owner's leave, and has what it had again"
        ])
      #expect(try scene.fixture.atBare(ReferenceName("refs/heads/main")!) == landed)
    }
  }

  @Test("a mirror that has the branch alone makes no landing a breach")
  func mirror() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      let commit = try await scene.workspace(scene.ann).merge(handed.packet.hex).commit
      let mirror = scene.bob.repository.scratch + "/mirror.git"
      try await scene.ann.repository.git("init", "-q", "--bare", "-b", "main", mirror)
      try await scene.ann.repository.git(
        "push", "-q", "--no-verify", mirror, "\(commit):refs/heads/main")
      try await scene.sync(scene.ann)
      try await scene.bob.repository.git("remote", "add", "mirror", mirror)
      try await scene.bob.repository.git("pull", "-q", "--ff-only", "mirror", "main")
      let bob = try scene.workspace(scene.bob)
      try await scene.sync(scene.bob, "mirror")
      let early = try await bob.reconcile()
      #expect(early.problems.contains { $0.contains("git o8 sync origin") })
      #expect(try breaches(in: scene.bob).isEmpty)
      try await scene.sync(scene.bob)
      #expect(try await bob.reconcile().problems.isEmpty)
      #expect(try breaches(in: scene.bob).isEmpty)
    }
  }

  @Test("one that was set aside and went on past everybody is shown, and brought back by an owner")
  func aside() async throws {
    try await SharingScene.with { scene in
      try await scene.settle()
      let base = try scene.ann.value()
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      let landed = try await scene.workspace(scene.ann).merge(handed.packet.hex).commit
      try await scene.settle()
      let evil = try await scene.bob.repository.commit(["evil.txt": "x\n"], message: "past all")
      try await scene.bob.repository.git("push", "-q", "--force", "origin", "HEAD:main")
      let ann = try scene.workspace(scene.ann)
      let needs = try await scene.sync(scene.ann).needs
      let there = try #require(ObjectID(evil))
      #expect(
        needs.map(\.commands) == [
          [
            "git o8 verify \(base.short)..\(there.short) --branch main",
            "git reset --keep origin/main",
            "git o8 force main \(landed.short) --rewind --reason TEXT",
          ]
        ])
      let shown = try await ann.verification(
        of: .range(from: base.hex, to: there.hex, branch: "main"))
      #expect(!shown.isProved)
      #expect(try ann.overview().branches.first?.upstream?.uncovered == 1)
      let findings = try await ann.examination().findings.filter { $0.subject == .branches }
      #expect(findings.contains { $0.weight == .broken && $0.text.contains("origin/main has 1") })
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      _ = try await ann.force(
        ForceRequest(branch: "main", commit: landed.hex, reason: "not ours", rewinds: true))
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == landed)
      #expect(try await scene.sync(scene.ann).needs == [])
      #expect(try await ann.verification(of: .protected).isProved)
    }
  }
}
