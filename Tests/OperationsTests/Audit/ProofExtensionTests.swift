import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@testable import Operations

@Suite("A proof that goes on from the last one")
struct ProofExtensionTests {
  private func proof(
    _ scene: OwnersScene, _ trust: ProofTrust = .remembering
  ) async throws -> Verification {
    try await scene.workspace().verification(of: .everything, trust)
  }

  private func land(_ name: String, _ scene: OwnersScene) async throws {
    let handed = try await scene.fixture.approved(name, ["\(name).txt": "\(name)\n"])
    _ = try await scene.workspace().merge(handed.packet.hex)
  }

  /// A scene in which two packets have landed and that was proved.
  private func proved(_ body: (OwnersScene) async throws -> Void) async throws {
    try await OwnersScene.with { scene in
      for name in ["one", "two"] { try await land(name, scene) }
      _ = try await proof(scene)
      try await body(scene)
    }
  }

  /// What a proof says, but for how it came by it.
  private func words(_ proof: Verification) -> [String] {
    proof.problems
      + proof.branches.map { "\($0.name) \($0.start) \($0.tip) \($0.count) \($0.steps)" }
  }

  @Test func onlyWhatCameSinceIsJudged() async throws {
    try await proved { scene in
      try await land("three", scene)
      let next = try await proof(scene)
      #expect(next.rememberedCount == 2 && next.branches[0].judged.count == 1)
      #expect(!next.isRemembered && next.isProved)
      #expect(next.branches[0].notable(2).map(\.title) == ["two", "three"])
      let known = try await proof(scene)
      #expect(known.isRemembered && words(known) == words(next))
      try await land("four", scene)
      let last = try await proof(scene)
      #expect(last.rememberedCount == 3)
      let fresh = try await proof(scene, .fresh)
      #expect(words(last) == words(fresh) && fresh.rememberedCount == 0)
      #expect(fresh.branches[0].steps.map(\.title) == ["one", "two", "three", "four"])
    }
  }

  @Test func aBranchThatOwnersDeletedStandsInNobodysWay() async throws {
    try await OwnersScene.with { scene in
      try await scene.repository.git("branch", "side", "main")
      try await scene.change(.settings(["protected=[main, side]"]))
      _ = try await scene.workspace().force(
        ForceRequest(branch: "side", commit: nil, reason: "done with it"))
      try await land("one", scene)
      let first = try await proof(scene)
      #expect(first.isProved && first.branches.map { $0.deletion != nil } == [false, true])
      try await land("two", scene)
      let next = try await proof(scene)
      #expect(next.rememberedCount == 1 && next.isProved)
      #expect(next.branches.last?.deletion == first.branches.last?.deletion)
      #expect(try await words(proof(scene, .fresh)) == words(next))
      // It is made again, by its owners: that is about anything.
      let start = try #require(try scene.value())
      _ = try await scene.workspace().force(
        ForceRequest(branch: "side", commit: start.hex, reason: "needed after all"))
      let last = try await proof(scene)
      #expect(last.rememberedCount == 0 && last.branches.allSatisfy { $0.deletion == nil })
    }
  }

  @Test func aPacketThatIsOpenOrClosedOtherwiseStandsInNobodysWay() async throws {
    try await proved { scene in
      _ = try await scene.fixture.approved("open", ["open.txt": "o\n"])
      #expect(try await proof(scene).rememberedCount == 2)
      let gone = try await scene.fixture.approved("gone", ["gone.txt": "g\n"])
      _ = try await scene.workspace().cancel(gone.packet.hex, reason: nil)
      #expect(try await proof(scene).rememberedCount == 2)
    }
  }

  /// What may say something about a step that was proved.
  enum Occasion: String, CaseIterable, Sendable {
    case policy, force, lateReject, packetBroughtBack, headsBroughtBack, packetAtRemote
    case ledgerElsewhere, claimOnAnOldStep, claimOnNothing, movedBack, anotherName, sneaked
    case breachRecorded, ledgerWentBack
  }

  @Test(arguments: Occasion.allCases)
  func whateverMayBeAboutAnOlderStepHasAllProvedAnew(_ occasion: Occasion) async throws {
    try await proved { scene in
      let git = try scene.fixture.open()
      let entries = try scene.entries(.landed)
      try await meet(occasion, scene, git, entries)
      let found = try await proof(scene)
      #expect(found.rememberedCount == 0, "what was proved before was believed")
      #expect(words(found) == words(try await proof(scene, .fresh)))
    }
  }

  private func meet(
    _ occasion: Occasion, _ scene: OwnersScene, _ git: Repository, _ entries: [StoredEvent]
  ) async throws {
    let (first, last) = (entries[0], entries[entries.count - 1])
    let packet = try #require(first.envelope.packet)
    let tip = try #require(first.tip)
    guard case .landed(let landed) = LedgerBody(first.envelope) else { return }
    switch occasion {
    case .policy: try await scene.change(.settings(["attempts=9"]))
    case .force:
      _ = try await scene.workspace().force(
        ForceRequest(
          branch: "main", commit: try await scene.branch("forced").hex, reason: "in a hurry"))
    case .lateReject:
      let handed = try await scene.fixture.approved("late", ["late.txt": "late\n"])
      let said = try #require(try git.target(of: Layout.packet(handed.packet)))
      _ = try await scene.workspace().merge(handed.packet.hex)
      _ = try await proof(scene)
      try git.move(Layout.packet(handed.packet), from: nil, to: said)
      try await scene.fixture.say(
        try scene.fixture.verdict(on: handed, .reject), on: handed.packet)
    case .packetBroughtBack: try git.move(Layout.packet(packet), from: nil, to: tip)
    case .headsBroughtBack:
      try git.move(Layout.heads(packet), from: nil, to: try git.target(of: Layout.ledger))
    case .packetAtRemote:
      let name = try #require(Layout.remote("far/away", Layout.packet(packet)))
      try git.move(name, from: nil, to: tip)
    case .ledgerElsewhere:
      let old = try #require(try git.target(of: Layout.ledger))
      let packet = try await scene.fixture.approved("else", ["e.txt": "e\n"]).packet
      try await scene.fixture.enter(.cancelled(reason: nil), of: packet)
      let new = try #require(try git.target(of: Layout.ledger))
      try git.move(Layout.ledger, from: new, to: old)
      try forgetPins(git)
      let name = try #require(Layout.remote("origin", Layout.ledger))
      try git.move(name, from: nil, to: new)
    case .claimOnAnOldStep, .claimOnNothing:
      let other = try await scene.fixture.approved("other", ["other.txt": "o\n"])
      let commit = occasion == .claimOnNothing ? other.head : landed.commit
      try await scene.fixture.claim(other, from: landed.prev, by: commit)
    case .movedBack:
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "reset", "-q", "--hard", "main~1")
    case .anotherName:
      let value = try #require(try git.target(of: GovernedFixture.main))
      try git.move(ReferenceName(branch: "alias")!, from: nil, to: value)
      try await scene.repository.git("symbolic-ref", "refs/heads/main", "refs/heads/alias")
    case .sneaked:
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "commit", "-q", "--allow-empty", "-m", "sneaked")
    case .breachRecorded:
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "commit", "-q", "--allow-empty", "-m", "sneaked")
      _ = try await scene.workspace().reconcile()
    case .ledgerWentBack:
      let before = try #require(last.previous)
      try git.move(Layout.ledger, from: try git.target(of: Layout.ledger), to: before)
      try forgetPins(git)
    }
  }

  /// A clone that has pinned a ledger opens no older one.
  private func forgetPins(_ git: Repository) throws {
    try git.move(Layout.pins, from: try git.target(of: Layout.pins), to: nil)
  }

  @Test func aLedgerThatSomebodyElsePutThereIsNoGround() async throws {
    try await proved { scene in
      let file = URL(
        fileURLWithPath: scene.repository.gitDirectory + "/o8/proofs/everything.ledger")
      let honest = try Data(contentsOf: file)
      var forged = honest
      forged[honest.count - 40] ^= 1
      try await land("three", scene)
      for lie in [forged, honest.dropLast(), Data()] {
        try Data(lie).write(to: file)
        #expect(try await proof(scene).rememberedCount == 0)
        try await land("more-\(lie.count)-\(lie == forged)", scene)
      }
      // What all processes share may say what it likes.
      _ = try await proof(scene)
      try await land("last", scene)
      try Data("a lie".utf8).write(
        to: URL(fileURLWithPath: scene.repository.gitDirectory + "/o8/ledger-index"))
      #expect(try await proof(scene).rememberedCount == 6)
    }
  }

  @Test func aLandingThatTheLedgerDoesNotNameIsNoGround() async throws {
    try await proved { scene in
      let handed = try await scene.fixture.approved("by-hand", ["h.txt": "h\n"])
      let main = try #require(try scene.value())
      try await scene.repository.git(
        "-c", "core.hooksPath=/dev/null", "merge", "-q", "--ff-only", handed.head.hex)
      #expect(try await proof(scene).isProved)
      let packet = try scene.fixture.open().target(of: Layout.packet(handed.packet))
      #expect(packet != nil && main != handed.head)
      try await land("three", scene)
      #expect(try await proof(scene).rememberedCount == 0)
    }
  }
}
