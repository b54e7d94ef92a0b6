import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("Several operators on one repository")
struct OperatorsTests {
  @Test func aRejectStandsAgainstAnApprovalOfTheSameMoment() async throws {
    for first in 0..<2 {
      try await SharingScene.with { scene in
        let handed = try await scene.ann.hand("lane", ["c.txt": "c\n"])
        try await scene.ann.present(handed)
        try await scene.settle()
        try await scene.judge(handed.packet, .approve, in: scene.ann)
        try await scene.judge(handed.packet, .reject, in: scene.bob)
        let order = first == 0 ? [scene.ann, scene.bob] : [scene.bob, scene.ann]
        for clone in order { try await scene.sync(clone) }
        try await scene.settle()
        #expect(try await scene.isAgreed())
        for clone in scene.fixture.clones {
          let packet = try #require(try scene.packet(handed.packet, in: clone))
          #expect(packet.state == .rejected)
          #expect(Set(packet.verdicts.map(\.verdict.decision)) == [.approve, .reject])
          #expect(try clone.target(Layout.packet(handed.packet)) == nil)
        }
      }
    }
  }

  @Test func ofTwoLandingsFromOneBaseOneIsDisplacedAndLandsAgain() async throws {
    try await SharingScene.with { scene in
      let ours = try await scene.ann.approved("ours", ["c.txt": "c\n"])
      try await scene.settle()
      let theirs = try await scene.bob.approved("theirs", ["d.txt": "d\n"])
      _ = try await scene.workspace(scene.ann).merge(ours.packet.hex)
      _ = try await scene.workspace(scene.bob).merge(theirs.packet.hex)
      try await scene.sync(scene.bob)
      let lost = try await scene.sync(scene.ann)
      #expect(lost.reopened == [ours.packet])
      #expect(
        lost.needs.map(\.commands)
          == [["git reset --keep origin/main", "git o8 merge \(ours.packet.short)"]])
      #expect(try scene.packet(ours.packet, in: scene.ann)?.closing == nil)
      let overview = try scene.workspace(scene.ann).overview()
      #expect(overview.repairs.contains { $0.contains("git reset --keep origin/main") })
      #expect(overview.repairCommands.first == "git reset --keep origin/main")
      #expect(!overview.repairCommands.contains("git o8 reconcile"))

      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      try await scene.landAgain(ours.packet, in: scene.ann)
      try await scene.sync(scene.ann)
      try await scene.sync(scene.bob)
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      try await scene.settle()
      #expect(try await scene.isAgreed())
      for clone in scene.fixture.clones {
        for packet in [ours.packet, theirs.packet] {
          #expect(try scene.packet(packet, in: clone)?.state == .landed)
          #expect(try clone.target(Layout.packet(packet)) == nil)
        }
        #expect(FileManager.default.fileExists(atPath: clone.repository.path + "/c.txt"))
        let proof = try await scene.workspace(clone).verification(of: .everything)
        #expect(proof.isProved, "\(proof)")
      }
    }
  }

  @Test func aLandingWithoutUpstreamThatLostIsOpenAgainWithAllItSaid() async throws {
    try await SharingScene.with { scene in
      try await scene.ann.repository.git("branch", "--unset-upstream", "main")
      let ours = try await scene.ann.approved("ours", ["c.txt": "c\n"])
      // The remote has a main, though this one does not follow it: that is not final.
      _ = try await scene.workspace(scene.ann).merge(ours.packet.hex)
      #expect(try scene.ann.target(Layout.packet(ours.packet)) != nil)
      let theirs = try await scene.bob.approved("theirs", ["d.txt": "d\n"])
      _ = try await scene.workspace(scene.bob).merge(theirs.packet.hex)
      try await scene.sync(scene.bob)
      let told = try await scene.sync(scene.ann)
      #expect(told.needs.map(\.commands) == [["git branch -u origin/main main"]])
      try await scene.ann.repository.git("branch", "-q", "-u", "origin/main", "main")
      let lost = try await scene.sync(scene.ann)
      #expect(lost.reopened == [ours.packet])
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      try await scene.landAgain(ours.packet, in: scene.ann)
      try await scene.sync(scene.ann)
      #expect(try scene.packet(ours.packet, in: scene.ann)?.state == .landed)
      #expect(try scene.fixture.atBare(GovernedFixture.main) == scene.ann.value())
    }
  }

  @Test func whoLandedWhatWasRejectedMeanwhileKeepsItToThemselves() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.settle()
      _ = try await scene.workspace(scene.ann).merge(handed.packet.hex)
      try await scene.judge(handed.packet, .reject, in: scene.bob)
      try await scene.sync(scene.bob)
      let report = try await scene.sync(scene.ann)
      #expect(report.needs.count == 1)
      #expect(report.needs.first?.text.contains("was closed otherwise meanwhile") == true)
      #expect(report.needs.first?.commands == ["git reset --keep origin/main"])
      #expect(try scene.fixture.atBare(GovernedFixture.main) == handed.base)
      #expect(try scene.packet(handed.packet, in: scene.ann)?.state == .rejected)
    }
  }

  @Test func whatWasCancelledElsewhereIsTakenBackHereAndMissedByNobody() async throws {
    try await SharingScene.with(policy: { $0.landing = [.merge] }) { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      let other = try await scene.ann.approved("other", ["d.txt": "d\n"])
      try await scene.settle()
      try await scene.cancel(handed.packet, in: scene.bob)
      let ann = try scene.workspace(scene.ann)
      _ = try await ann.merge(handed.packet.hex)
      try await scene.landAgain(other.packet, in: scene.ann)
      try await scene.sync(scene.bob)
      let wanted = ["git reset --keep origin/main", "git o8 merge \(other.packet.short)"]
      #expect(try await scene.sync(scene.ann).needs.map(\.commands) == [wanted])
      #expect(try ann.overview().repairCommands.contains(wanted[0]))
      // Nor does a plain push bring it there.
      try await scene.ann.repository.program.require(HookScene.program, ["hooks", "install"])
      let pushed = try await scene.ann.repository.tryGit("push", "-q", "origin", "main")
      #expect(pushed.exit != 0 && pushed.error.contains("was closed otherwise meanwhile"))
      try await scene.ann.repository.git("reset", "-q", "--keep", "origin/main")
      for _ in 0..<2 { #expect(try await ann.reconcile().problems.isEmpty) }
      #expect(try scene.ann.value() == handed.base)
      try await scene.landAgain(other.packet, in: scene.ann)
      try await scene.settle()
      try await scene.bob.repository.git("merge", "-q", "--ff-only", "origin/main")
      for clone in scene.fixture.clones {
        let workspace = try scene.workspace(clone)
        #expect(try await workspace.verification(of: .everything).isProved)
        #expect(try await workspace.reconcile().problems.isEmpty)
        #expect(try scene.packet(handed.packet, in: clone)?.state == .cancelled)
        #expect(try scene.packet(other.packet, in: clone)?.state == .landed)
      }
    }
  }

  @Test func whatIsSaidAfterTheCloseIsKeptAndOpensNothing() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      try await scene.settle()
      try await scene.cancel(packet, in: scene.ann)
      try await scene.say("too late", on: packet, in: scene.bob)
      try await scene.sync(scene.ann)
      #expect(try await scene.sync(scene.bob).late == [packet])
      try await scene.settle()
      #expect(try await scene.isAgreed())
      #expect(try scene.fixture.atBare(Layout.packet(packet)) == nil)
      for clone in scene.fixture.clones {
        #expect(try clone.target(Layout.packet(packet)) == nil)
        #expect(try scene.packet(packet, in: clone)?.state == .cancelled)
        #expect(try scene.messages(of: packet, in: clone) == ["too late"])
      }
    }
  }

  @Test func aStaleCloneThatPushesAClosedPacketBackLosesNothing() async throws {
    try await SharingScene.with { scene in
      let packet = try await scene.open("One", in: scene.ann)
      try await scene.settle()
      try await scene.say("from the past", on: packet, in: scene.bob)
      try await scene.cancel(packet, in: scene.ann)
      try await scene.sync(scene.ann)
      let pushed = try await scene.bob.repository.tryGit(
        "push", "-q", "origin", "refs/o8/*:refs/o8/*")
      #expect(pushed.exit == 0 || pushed.error.contains("rejected"), "\(pushed)")
      #expect(try scene.fixture.atBare(Layout.packet(packet)) != nil)
      let report = try await scene.sync(scene.ann)
      #expect(report.late == [packet])
      #expect(try scene.fixture.atBare(Layout.packet(packet)) == nil)
      try await scene.settle()
      #expect(try await scene.isAgreed())
      #expect(try scene.messages(of: packet, in: scene.ann) == ["from the past"])
      #expect(try scene.bob.target(Layout.packet(packet)) == nil)
    }
  }

  @Test func ofTwoPoliciesTheOneThatReachesTheRemoteFirstGoesOn() async throws {
    try await SharingScene.with { scene in
      try await scene.change(scene.ann) { $0.attempts = 4 }
      try await scene.change(scene.bob) { $0.attempts = 5 }
      let mine = try #require(try scene.ann.target(Layout.policy))
      try await scene.sync(scene.bob)
      let report = try await scene.sync(scene.ann)
      #expect(report.needs.count == 1)
      #expect(report.needs.first?.text.contains("has to be signed again") == true)
      let kept = try #require(Layout.quarantine(Layout.policy, mine))
      #expect(try scene.ann.target(kept) == mine)
      #expect(try scene.ann.governed().policy.attempts == 5)
      try await scene.change(scene.ann) { $0.attempts = 4 }
      #expect(try await scene.sync(scene.ann).went.map(\.name) == [Layout.policy])
      #expect(try await scene.sync(scene.bob).came.map(\.name) == [Layout.policy])
      #expect(try scene.bob.governed().policy.attempts == 4)
      #expect(try await scene.isAgreed())
    }
  }

  @Test func aRemoteThatForgetsAPolicyIsNotFollowed() async throws {
    try await SharingScene.with { scene in
      let before = try #require(try scene.ann.target(Layout.policy))
      // Bob is no owner any more; he does not like that.
      try await scene.change(scene.ann) {
        $0.principals[SharedFixture.bobsName]?.roles = [.operator]
      }
      try await scene.sync(scene.ann)
      let newest = try #require(try scene.ann.target(Layout.policy))
      try await scene.change(scene.bob) { $0.attempts = 9 }
      let his = try #require(try scene.bob.target(Layout.policy))
      try await scene.bob.repository.git(
        "push", "-q", "--force", "origin", "\(his):\(Layout.policy)")
      let report = try await scene.sync(scene.ann)
      #expect(report.needs.first?.text.contains("went back behind the policy") == true)
      #expect(try scene.ann.target(Layout.policy) == newest)
      #expect(before != newest)
      // What else there is travels all the same.
      let packet = try await scene.open("One", in: scene.ann)
      try await scene.sync(scene.ann)
      #expect(try scene.fixture.atBare(Layout.packet(packet)) != nil)
      #expect(try scene.fixture.atBare(Layout.policy) == his)
    }
  }

  @Test func aPolicyThatChangedMeanwhileJudgesTheNextLanding() async throws {
    try await SharingScene.with { scene in
      let handed = try await scene.ann.approved("lane", ["c.txt": "c\n"])
      try await scene.change(scene.bob) {
        $0.principals[GovernedFixture.ann]?.roles = [.owner]
      }
      try await scene.sync(scene.bob)
      try await scene.sync(scene.ann)
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace(scene.ann).merge(handed.packet.hex)
      }
      #expect(problem?.kind == .refused)
    }
  }
}

extension SharingScene {
  /// Merges what has to be judged on another base first.
  func landAgain(_ packet: ObjectID, in clone: GovernedFixture) async throws {
    let problem = await #expect(throws: Problem.self) {
      try await self.workspace(clone).merge(packet.hex)
    }
    #expect(problem?.message.contains("needs a new approval") == true)
    try await judge(packet, .approve, in: clone)
    _ = try await workspace(clone).merge(packet.hex)
  }

  func judge(
    _ packet: ObjectID, _ decision: Decision, in clone: GovernedFixture
  ) async throws {
    let workspace = try workspace(clone)
    var request = VerdictRequest(decision, on: packet.hex)
    if decision != .approve { request.summary = "no" }
    _ = try await workspace.sign(try workspace.docket(for: request))
  }

  /// Signs the next policy in a clone.
  func change(
    _ clone: GovernedFixture, _ change: (inout Policy) -> Void
  ) async throws {
    var policy = try clone.governed().policy
    change(&policy)
    try await clone.write(policy)
    try await clone.governed().advancePins()
  }
}
