import Fixtures
import Foundation
import Git
import Model
import Operations
import Store
import Support
import Testing
import Trust

@Suite("What several owners sign")
struct CosigningTests {
  private let settings = PolicyRequest.settings(["carry=never"])

  @Test func aPolicyHoldsOnlyWhenTheSecondOwnerHasSigned() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let outcome = try await scene.change(settings)
      let motion = try #require(outcome.motion)
      #expect(motion.missing == 1)
      #expect(motion.signed.map(\.text) == ["ann"])
      #expect(try scene.policy().carry == .disjoint)
      #expect(try scene.workspace().overview().motions.map(\.awaitsMe) == [false])
      try await scene.become("bob")
      #expect(try scene.workspace().overview().motions.map(\.awaitsMe) == [true])
      #expect(try scene.workspace().inbox().motions.map(\.awaitsMe) == [true])
      let signed = try await scene.workspace().cosign(motion.id)
      #expect(signed.motion == nil)
      #expect(try scene.policy().carry == .never)
      #expect(try scene.workspace().motions() == [])
      #expect(try await scene.workspace().verification(of: .protected).isProved)
    }
  }

  @Test func aProposalIsNamedByItsOwnDigitsOrThoseOfItsEntry() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let mine = try #require(try await scene.change(settings).motion)
      try await scene.become("bob")
      let theirs = try #require(try await scene.change(.settings(["attempts=5"])).motion)
      let motions = try scene.fixture.governed().motions()
      for (motion, view) in zip(motions, [mine, theirs]) {
        #expect(try scene.workspace().motion(named: motion.entry.short).id == view.id)
        #expect(try scene.workspace().motion(named: view.short).id == view.id)
      }
      // Bob has signed the other already.
      #expect(try scene.workspace().motion(named: nil).id == mine.id)
      #expect(throws: Problem.self) { try scene.workspace().motion(named: "0000000") }
    }
  }

  @Test func theProposalTravelsWithTheLedger() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let motion = try #require(try await scene.change(settings).motion)
      let clone = try await scene.repository.clone(named: "clone")
      try await clone.git("fetch", "-q", "origin", "refs/o8/*:refs/o8/*")
      let path = KeyMaker(directory: scene.repository.scratch + "/bob").path
      try await clone.git("config", "o8.signingKey", path)
      let workspace = try Workspace(
        in: clone.path, program: HookScene.program, environment: scene.fixture.environment,
        now: { GovernedFixture.now })
      _ = try await workspace.cosign(motion.id)
      try await clone.git("push", "-q", "origin", "refs/o8/*:refs/o8/*")
      #expect(try scene.policy().carry == .never)
    }
  }

  @Test func nobodySignsTwiceNorWithAKeyThatIsNoOwners() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let motion = try #require(try await scene.change(settings).motion)
      for name in ["ann", "eve"] {
        try await scene.become(name)
        let problem = await #expect(throws: Problem.self) {
          try await scene.workspace().cosign(motion.id)
        }
        #expect(problem?.kind == .refused)
      }
      #expect(try scene.policy().carry == .disjoint)
    }
  }

  @Test func twoNamesOfOneHumanAreOneOwner() async throws {
    try await OwnersScene.with(
      owners: 2,
      policy: { policy in
        policy.principals[PrincipalName("bob")!]?.human = "ann"
        policy.selfReview = .refused
        policy.principals[PrincipalName("carol")!] = Principal(roles: [.owner], human: "carol")
      },
      { scene in
        let problem = #expect(throws: Problem.self) { try scene.workspace().draft(settings) }
        #expect(problem?.message.contains("nobody could ever change") == true)
      })
  }

  @Test func aBranchThatMovedMeanwhileVoidsTheProposal() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let motion = try #require(try await scene.change(settings).motion)
      let handed = try await scene.fixture.approved("work", ["b.txt": "b\n"])
      _ = try await scene.workspace().merge(handed.packet.hex)
      try await scene.become("bob")
      let problem = await #expect(throws: Problem.self) {
        try await scene.workspace().cosign(motion.id)
      }
      #expect(problem?.kind == .stale)
      #expect(try scene.workspace().motions().first?.obstacle != nil)
      #expect(try scene.workspace().overview().motions.first?.awaitsMe == false)
    }
  }

  @Test func anOverrideThatCameMeanwhileVoidsTheProposal() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      _ = try await scene.change(settings)
      let commit = try await scene.branch("work")
      let request = ForceRequest(branch: "main", commit: commit.hex, reason: "it burns")
      let forced = try #require(try await scene.workspace().force(request).motion)
      // What one of two owners has signed decides nothing.
      #expect(try scene.workspace().motions().first?.obstacle == nil)
      try await scene.become("bob")
      _ = try await scene.workspace().cosign(forced.id)
      #expect(try scene.workspace().motions().first?.obstacle?.contains("override") == true)
    }
  }

  @Test func aForgedSignatureInTheLedgerCountsForNothing() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let motion = try #require(try await scene.change(settings).motion)
      let digest = try #require(Digest(motion.id))
      let other = try await scene.bob.sign(Array("something else".utf8)).armored
      let draft = EventDraft(
        .cosigned(digest), of: nil, subject: "mine", stamp: scene.fixture.stamp,
        attachments: [Motion.signatureName: other])
      try await scene.fixture.governed().store.append([draft], to: Layout.ledger, .ledger)
      #expect(try scene.workspace().motions().first?.missing == 1)
    }
  }

  @Test func anOverrideIsProposedSignedAndThenCarriedOut() async throws {
    try await OwnersScene.with(owners: 2) { scene in
      let commit = try await scene.branch("work")
      let request = ForceRequest(branch: "main", commit: commit.hex, reason: "it burns")
      let report = try await scene.workspace().force(request)
      let motion = try #require(report.motion)
      #expect(try scene.value() != commit)
      try await scene.become("bob")
      let signed = try await scene.workspace().cosign(motion.id)
      #expect(signed.notes.contains { $0.contains("git o8 force main \(commit)") })
      #expect(try scene.workspace().overview().repairs.count == 1)
      let moved = try await scene.workspace().force(request)
      #expect(moved.entry != nil)
      #expect(try scene.value() == commit)
      #expect(try await scene.workspace().verification(of: .protected).isProved)
    }
  }
}
