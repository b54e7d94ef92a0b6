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

/// Policies that are signed where the branch of a remote is what counts, and what becomes of one
/// that was signed over an older value.
@Suite("Policies over the branches of a remote")
struct LandRemotePolicyTests {
  private static let stricter = PolicyRequest.settings(["landing=[squash]"])

  @discardableResult
  private func change(
    _ request: PolicyRequest = stricter, in clone: GovernedFixture, _ scene: LandRemoteScene
  ) async throws -> PolicyOutcome {
    let workspace = try scene.workspace(clone)
    return try await workspace.sign(try workspace.draft(request))
  }

  /// What Bob lands while Ann does not look.
  private func landTheirs(
    _ scene: LandRemoteScene, _ name: String = "theirs"
  ) async throws -> ObjectID {
    let handed = try await scene.bob.approved(name, ["\(name).txt": "bob\n"])
    return try await scene.merge(handed, in: scene.bob).commit
  }

  /// As it was signed before anybody looked at the remote.
  private func signBlindly(in scene: LandRemoteScene) async throws -> ObjectID {
    try await scene.ann.repository.git("config", LandRemote.key, "")
    let policy = try await change(in: scene.ann, scene).policy
    try await scene.ann.repository.git("config", LandRemote.key, "origin")
    return policy
  }

  @Test("a policy names what the remote has, though nobody here has seen it and main is behind")
  func namesTheRemotesValue() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let there = try await landTheirs(scene)
      let old = try scene.ann.value()
      let outcome = try await change(in: scene.ann, scene)
      let governed = try scene.ann.governed()
      #expect(governed.policies.newest.change.tips[LandRemoteScene.main] == there)
      #expect(outcome.notes.count == 1)
      #expect(outcome.notes.first?.hasPrefix("git o8 sync shares it") == true)
      #expect(try scene.ann.value() == old)
      // It is no breach that main here has yet to follow.
      let reconciled = try await scene.workspace(scene.ann).reconcile()
      #expect(reconciled.actions.allSatisfy { $0.kind == .noteWritten }, "\(reconciled)")
      #expect(reconciled.problems == [], "\(reconciled)")
      let shared = try await scene.sharing.sync(scene.ann)
      #expect(shared.refusal == nil && shared.quarantined == [], "\(shared)")
      #expect(try scene.atBare(Layout.policy) == outcome.policy)
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let report = try await scene.merge(mine, in: scene.ann)
      #expect(report.form == .squash)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
      // Nor in a clone that got the policy and not the branch.
      try await scene.sharing.sync(scene.bob)
      let others = try await scene.workspace(scene.bob).reconcile()
      #expect(others.actions.allSatisfy { $0.kind == .noteWritten }, "\(others)")
      #expect(others.problems == [], "\(others)")
    }
  }

  @Test("a policy of somebody else's that was first is seen before anything is signed")
  func othersFirst() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let workspace = try scene.workspace(scene.ann)
      let draft = try workspace.draft(Self.stricter)
      try await change(.settings(["attempts=7"]), in: scene.bob, scene)
      try await scene.sharing.sync(scene.bob)
      let problem = await #expect(throws: Problem.self) { try await workspace.sign(draft) }
      #expect(problem?.kind == .stale)
      #expect(try scene.ann.governed().policy.attempts == 7)
    }
  }

  @Test("where the remote cannot be asked nothing is signed")
  func outOfReach() async throws {
    try await LandRemoteScene.with { scene in
      try await scene.ann.repository.git("remote", "set-url", "origin", "/nowhere")
      let before = try await scene.own(scene.ann)
      let problem = await #expect(throws: Problem.self) { try await change(in: scene.ann, scene) }
      #expect(problem?.kind == .environment && problem?.message.contains("/nowhere") == true)
      #expect(try await scene.own(scene.ann) == before)
    }
  }

  @Test(
    "one that comes too late is set aside by sync, and signed again it holds",
    arguments: [true, false])
  func wedged(judged: Bool) async throws {
    try await LandRemoteScene.with(judged: judged) { scene in
      let common = try scene.ann.governed().policies.newest.id
      let there = try await landTheirs(scene)
      let late = try await signBlindly(in: scene)
      let report = try await scene.sharing.sync(scene.ann)
      #expect(report.refusal == nil, "\(report)")
      #expect(try scene.atBare(Layout.policy) == common)
      #expect(try scene.ann.target(Layout.policy) == common)
      let kept = try #require(Layout.quarantine(Layout.policy, late))
      #expect(try scene.ann.target(kept) == late)
      let need = try #require(report.needs.first { $0.text.contains("signed again") })
      #expect(
        need.text.hasPrefix("the policy \(late.short) was signed when main was at")
          && need.text.contains("origin has it at \(there.short)"))
      #expect(need.commands == ["git o8 policy edit --from \(kept)"])
      // Nothing else is held up, and nobody is accused.
      let reconciled = try await scene.workspace(scene.ann).reconcile()
      #expect(reconciled.actions == [] && reconciled.problems == [], "\(reconciled)")
      let again = try await scene.workspace(scene.ann).policyRequest(asAt: kept.text)
      let signed = try await change(again, in: scene.ann, scene)
      #expect(try scene.ann.governed().policy.landing == [.squash])
      try await scene.sharing.sync(scene.ann)
      #expect(try scene.atBare(Layout.policy) == signed.policy)
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      let proof = try await scene.workspace(scene.ann).verification(of: .everything)
      #expect(proof.isProved, "\(proof)")
    }
  }

  @Test("so is one that was signed without an override that the remote has")
  func withoutAnOverride() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let first = try #require(try scene.atBare(LandRemoteScene.main))
      _ = try await landTheirs(scene)
      try await scene.sharing.sync(scene.ann)
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      _ = try await scene.workspace(scene.bob).force(
        ForceRequest(branch: "main", commit: first.hex, reason: "not that", rewinds: true))
      let late = try await signBlindly(in: scene)
      let report = try await scene.sharing.sync(scene.ann)
      #expect(report.refusal == nil, "\(report)")
      let need = try #require(report.needs.first { $0.text.contains("signed again") })
      #expect(need.text.contains("it was signed without the entry"))
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      let kept = try #require(Layout.quarantine(Layout.policy, late))
      let again = try await scene.workspace(scene.ann).policyRequest(asAt: kept.text)
      let signed = try await change(again, in: scene.ann, scene)
      #expect(try await scene.sharing.sync(scene.ann).refusal == nil)
      #expect(try scene.atBare(Layout.policy) == signed.policy)
    }
  }

  @Test("a landing sets it aside too, says so, and lands", arguments: [true, false])
  func landing(judged: Bool) async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await LandRemoteScene.with(judged: judged, gates: [gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      _ = try await landTheirs(scene)
      let late = try await signBlindly(in: scene)
      let told = Told()
      let report = try await scene.workspace(scene.ann).merge(
        mine.packet, tell: { told.hear($0) }, through: .finish)
      #expect(told.steps.contains { $0.contains(late.short) && $0.contains("policy edit --from") })
      #expect(report.form == .merge)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test("until it is set aside reconcile finds no breach by it, and names the way out")
  func reconcile() async throws {
    try await LandRemoteScene.with { scene in
      _ = try await landTheirs(scene)
      _ = try await signBlindly(in: scene)
      try await scene.ann.repository.git("fetch", "-q", "origin")
      try await scene.ann.repository.git(
        "fetch", "-q", "origin", "+refs/o8/*:refs/o8-remotes/origin/*")
      try await scene.ann.repository.git("merge", "-q", "--ff-only", "origin/main")
      let report = try await scene.workspace(scene.ann).reconcile()
      #expect(!report.actions.contains { $0.kind == .breachRecorded }, "\(report)")
      #expect(report.problems.contains { $0.contains("git o8 sync origin sets it aside") })
      let found = try await scene.workspace(scene.ann).examination().findings
      #expect(found.contains { $0.subject == .policy && $0.text.contains("was signed when main") })
    }
  }

  @Test(
    "git push of a branch takes no policy along that comes too late, asked to or not",
    arguments: [[], ["refs/o8/*:refs/o8/*"]])
  func plainPush(besides: [String]) async throws {
    try await LandRemoteScene.with { scene in
      let ann = scene.ann.repository
      try await scene.sharing.settle()
      _ = try await landTheirs(scene)
      _ = try await signBlindly(in: scene)
      try await ann.program.require(HookScene.program, ["hooks", "install"])
      let before = try await scene.bare.git("for-each-ref")
      let pushed = try await ann.program.run("git", ["push", "-f", "origin", "main"] + besides)
      #expect(pushed.exit != 0)
      #expect(pushed.error.contains("git o8 sync origin sets it aside"), "\(pushed)")
      #expect(try await scene.bare.git("for-each-ref") == before)
    }
  }

  @Test("one that a remote has had is everybody's and is not set aside")
  func shared() async throws {
    try await LandRemoteScene.with { scene in
      let there = try await landTheirs(scene)
      let late = try await signBlindly(in: scene)
      // Pushed past everything, as an older version of this program did.
      try await scene.ann.repository.git(
        "push", "-q", "--no-verify", "origin", "\(late):refs/o8/policy")
      let report = try await scene.sharing.sync(scene.ann)
      #expect(try scene.ann.target(Layout.policy) == late)
      #expect(!report.needs.contains { $0.text.contains("signed again") }, "\(report)")
      // The way out is another policy, over what is there now.
      let next = try await change(.settings(["attempts=7"]), in: scene.ann, scene)
      let tips = try scene.ann.governed().policies.newest.change.tips
      #expect(tips[LandRemoteScene.main] == there)
      try await scene.sharing.sync(scene.ann)
      #expect(try scene.atBare(Layout.policy) == next.policy)
    }
  }

  @Test(
    "a process that dies while it sets one aside leaves a clone that the next sync mends",
    arguments: [SyncPoint.policyKept, .policyPinned, .policyMoved])
  func cut(point: SyncPoint) async throws {
    try await LandRemoteScene.with { scene in
      let common = try scene.ann.governed().policies.newest.id
      _ = try await landTheirs(scene)
      let late = try await signBlindly(in: scene)
      await #expect(throws: Killed.self) {
        try await scene.sharing.sync(scene.ann) { if $0 == point { throw Killed() } }
      }
      let report = try await scene.sharing.sync(scene.ann)
      #expect(report.refusal == nil)
      #expect(try scene.ann.target(Layout.policy) == common)
      #expect(try scene.atBare(Layout.policy) == common)
      let kept = try #require(Layout.quarantine(Layout.policy, late))
      #expect(try scene.ann.target(kept) == late)
    }
  }

  @Test("a branch that is protected anew begins where the remote has it")
  func adoption() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let ann = scene.ann.repository
      try await ann.git("branch", "release")
      try await ann.git("push", "-q", "origin", "release")
      let bob = scene.bob.repository
      try await bob.git("fetch", "-q", "origin")
      try await bob.git("switch", "-q", "release")
      let newest = try await bob.commit(["r.txt": "r\n"], message: "release")
      try await bob.git("push", "-q", "--no-verify", "origin", "release")
      try await ann.git("fetch", "-q", "origin")
      try await change(.settings(["protected=[main, release]"]), in: scene.ann, scene)
      let branch = ReferenceName(branch: "release")!
      let judge = Judge(try scene.ann.governed())
      #expect(try judge.adoption(of: branch)?.body.commit.hex == newest)
      let shared = try await scene.sharing.sync(scene.ann)
      #expect(shared.refusal == nil, "\(shared)")
      let found = try await scene.workspace(scene.ann).examination().findings
      #expect(!found.contains { $0.text.contains("has left the commit") }, "\(found)")
    }
  }

  @Test(
    "a protected branch that this clone has not goes on at the remote all the same",
    arguments: ["origin", ""])
  func notHere(setting: String) async throws {
    try await LandRemoteScene.with(
      judged: true,
      policy: { policy in
        policy.protected.append(Pattern("release")!)
      }
    ) { scene in
      let (ann, bob) = (scene.ann.repository, scene.bob.repository)
      try await bob.git("branch", "release", "main")
      try await change(.settings(["attempts=5"]), in: scene.bob, scene)
      try await scene.sharing.settle()
      let release = ReferenceName(branch: "release")!
      // An owner moves it on, and Ann, who has no such branch, changes the policy.
      let next = try await bob.git("commit-tree", "-p", "main", "-m", "next", "main^{tree}")
      _ = try await scene.workspace(scene.bob).force(
        ForceRequest(branch: "release", commit: next, reason: "a hotfix"))
      try await scene.sharing.sync(scene.bob)
      try await ann.git("config", LandRemote.key, setting)
      if setting.isEmpty { try await scene.sharing.sync(scene.ann) }
      let outcome = try await change(in: scene.ann, scene)
      let tips = try scene.ann.governed().policies.newest.change.tips
      #expect(tips[release]?.hex == next)
      let shared = try await scene.sharing.sync(scene.ann)
      #expect(shared.refusal == nil && shared.needs == [], "\(shared)")
      #expect(try scene.atBare(Layout.policy) == outcome.policy)
    }
  }

  @Test("nobody co-signs what was proposed over an older value of the remote's branch")
  func cosigned() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      try await change(.settings(["require.owner=2"]), in: scene.ann, scene)
      try await scene.sharing.settle()
      let proposed = try await change(in: scene.ann, scene)
      let motion = try #require(proposed.motion)
      try await scene.sharing.settle()
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      _ = try await scene.merge(mine, in: scene.ann)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace(scene.bob).cosign(motion.id)
      }
      #expect(problem?.kind == .stale)
      #expect(problem?.message.contains("main moved since it was proposed") == true)
      let again = try #require(try await change(in: scene.ann, scene).motion)
      try await scene.sharing.settle()
      let signed = try await scene.workspace(scene.bob).cosign(again.id)
      let shared = try await scene.sharing.sync(scene.bob)
      #expect(shared.refusal == nil, "\(shared)")
      #expect(try scene.atBare(Layout.policy) == signed.policy)
    }
  }

  @Test("what is no policy is not signed again")
  func noPolicy() async throws {
    try await LandRemoteScene.with { scene in
      let workspace = try scene.workspace(scene.ann)
      let problem = await #expect(throws: Problem.self) {
        try await workspace.policyRequest(asAt: "main")
      }
      #expect(problem?.kind == .noSuchThing)
      #expect(problem?.message.hasPrefix("main is no policy") == true)
    }
  }
}
