import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Landing on a remote's branch")
struct LandRemoteTests {
  @Test(arguments: [false, true])
  func branchAndProofGoThereAsOneAndTheBranchHereFollows(judged: Bool) async throws {
    try await LandRemoteScene.with(judged: judged) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      try scene.hook("post-receive", "cat >/dev/null; echo push >>\(scene.bare.scratch)/pushes")
      let report = try await scene.merge(handed, in: scene.ann)
      #expect(report.remote == "origin" && report.remarks == [])
      #expect(report.checkouts == [scene.ann.repository.path])
      #expect(report.closing?.isCleared == true)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
      #expect(try scene.ann.repository.read("a.txt") == "two\n")
      let pushes = try String(contentsOfFile: scene.bare.scratch + "/pushes", encoding: .utf8)
      #expect(pushes == "push\n")
      #expect(try scene.ann.governed().store.note(on: report.commit)?.contains("fix") == true)
      // Nothing is left to share, and whoever syncs sees it landed.
      #expect(try await scene.sharing.sync(scene.ann).isQuiet)
      try await scene.sharing.sync(scene.bob)
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.bob)
      let shown = try await scene.workspace(scene.ann).report(on: handed.packet.hex)
      #expect(shown.landedOn?.short == "origin/main")
    }
  }

  @Test func whatWasSharedBeforeGoesAtTheRemoteInTheSamePush() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      try await scene.sharing.sync(scene.ann)
      #expect(try scene.atBare(Layout.packet(handed.packet)) != nil)
      try await scene.sharing.sync(scene.bob)
      // Bob lands what Ann approved; a word of hers is the last before.
      try await scene.sharing.say("mind the gap", on: handed.packet, in: scene.ann)
      try await scene.sharing.sync(scene.ann)
      let report = try await scene.merge(handed, in: scene.bob)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.bob)
      #expect(
        try scene.sharing.messages(of: handed.packet, in: scene.bob) == ["mind the gap"])
    }
  }

  @Test(arguments: [LandingForm.squash, .fastForward])
  func inEveryForm(form: LandingForm) async throws {
    try await LandRemoteScene.with(judged: true, policy: { $0.landing = [form] }) { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let report = try await scene.merge(handed, in: scene.ann)
      #expect(report.form == form)
      try await scene.expectLanded(handed.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test func aBranchThatFollowsNothingLandsThereTooWithHooksInTheClone() async throws {
    try await LandRemoteScene.with(judged: true) { scene in
      let ann = scene.ann
      try await ann.repository.git("branch", "--unset-upstream", "main")
      try await ann.repository.program.require(HookScene.program, ["hooks", "install"])
      // The ledger here is ahead: nothing may be sent before the one push.
      let other = try await scene.sharing.open("Other", in: ann)
      try await scene.sharing.cancel(other, in: ann)
      let handed = try await ann.approved("fix", ["a.txt": "two\n"])
      let report = try await scene.merge(handed, in: ann)
      try await scene.expectLanded(handed.packet, as: report.commit, in: ann)
      #expect(try await scene.sharing.sync(ann).isQuiet)
    }
  }

  @Test("where the remote has gone on, gates run on that, and the branch here catches up")
  func baseMoved() async throws {
    let gate = GovernedFixture.gate("ok", "grep -q bob b.txt || test $(cat a.txt) = one")
    try await LandRemoteScene.with(judged: true, gates: [gate]) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      let first = try await scene.merge(theirs, in: scene.bob)
      // With the base that is here the gate would be red.
      let report = try await scene.merge(mine, in: scene.ann)
      #expect(report.prev == first.commit && report.isCarried)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
      #expect(try scene.ann.repository.read("b.txt") == "bob\n")
    }
  }

  @Test("where verdicts do not reach that far, it waits for new ones on what is there")
  func newApproval() async throws {
    try await LandRemoteScene.with(policy: { $0.carry = .never }) { scene in
      let mine = try await scene.ann.approved("mine", ["a.txt": "two\n"])
      let theirs = try await scene.bob.approved("theirs", ["b.txt": "bob\n"])
      let first = try await scene.merge(theirs, in: scene.bob)
      let own = try scene.ann.value()
      let problem = await #expect(throws: Problem.self) {
        try await scene.merge(mine, in: scene.ann)
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.contains("needs a new approval") == true)
      #expect(try scene.ann.value() == own)
      let workspace = try scene.workspace(scene.ann)
      let docket = try workspace.docket(for: VerdictRequest(.approve, on: mine.packet.hex))
      #expect(docket.verdict.base == first.commit && docket.branchMovedTo == nil)
      _ = try await workspace.sign(docket)
      let report = try await scene.merge(mine, in: scene.ann)
      try await scene.expectLanded(mine.packet, as: report.commit, in: scene.ann)
    }
  }

  @Test func aPreviewSaysWhereAndMovesNothing() async throws {
    try await LandRemoteScene.with { scene in
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let before = try await scene.ann.repository.git("for-each-ref")
      let report = try await scene.workspace(scene.ann).previewOfMerge(handed.packet.hex)
      #expect(report.remote == "origin" && report.entry == nil)
      #expect(report.remarks.contains { $0.contains("origin/main as it was seen last") })
      #expect(try await scene.ann.repository.git("for-each-ref") == before)
    }
  }

  @Test func anEmptySettingLandsHere() async throws {
    try await LandRemoteScene.with { scene in
      try await scene.ann.repository.git("config", LandRemote.key, "")
      let handed = try await scene.ann.approved("fix", ["a.txt": "two\n"])
      let prev = try scene.atBare(LandRemoteScene.main)
      let report = try await scene.merge(handed, in: scene.ann)
      #expect(report.remote == nil && report.closing == nil)
      #expect(try scene.atBare(LandRemoteScene.main) == prev)
    }
  }
}
