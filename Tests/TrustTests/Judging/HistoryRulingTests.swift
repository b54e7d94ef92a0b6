import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

@Suite struct ForcedMoves {
  private func forced(
    _ fixture: GovernedFixture, from old: ObjectID, to new: ObjectID, rewind: Bool,
    stamp: Stamp? = nil
  ) async throws -> ObjectID {
    let epoch = try Judge(fixture.governed()).epoch(of: GovernedFixture.main, at: old)
    let body = Forced(
      branch: GovernedFixture.main, old: old, new: new, rewind: rewind, reason: "an outage",
      epoch: try #require(epoch))
    return try await fixture.enter(.forced(body), stamp: stamp)
  }

  @Test func anOwnerForcesAStepThatNothingCovers() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let commit = try await fixture.merge(try await fixture.hand("lane", ["b.txt": "b\n"]))
      let eve = try PrivateKey(comment: "eve")
      let forged = Stamp(GovernedFixture.ann, at: GovernedFixture.now) { text in
        [try eve.sign(text).armored]
      }
      let void = try await forced(fixture, from: prev, to: commit, rewind: false, stamp: forged)
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said.contains(.invalidOverride(void, .ownersMissing(1))))

      let entry = try await forced(fixture, from: prev, to: commit, rewind: false)
      guard case .admitted(let steps) = try fixture.ruling(from: prev, to: commit) else {
        Issue.record("it is not admitted")
        return
      }
      #expect(steps.map(\.ruling) == [.forced(entry)])
    }
  }

  @Test func aRewindNeedsAnOwnerAndBeginsAnEpochThatRevivesNothing() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let (landed, tip) = try await fixture.land(handed)
      let back = reasons(try fixture.ruling(from: landed.commit, to: first))
      #expect(back == [.notOnFirstParentChain(old: landed.commit, new: first)])

      let before = try Judge(fixture.governed()).epoch(of: GovernedFixture.main, at: first)
      let entry = try await forced(fixture, from: landed.commit, to: first, rewind: true)
      #expect(try fixture.ruling(from: landed.commit, to: first) == .rewound(entry))
      try await fixture.moveMain(to: first)
      let judge = Judge(try fixture.governed())
      #expect(try judge.epoch(of: GovernedFixture.main, at: first) != before)
      let again = try judge.ruling(
        on: GovernedFixture.main, from: first, to: landed.commit, present: first, now: nil)
      #expect(!reasons(again).isEmpty)
      #expect(try judge.status(of: landed, packet: handed.packet, tip: tip) == .void)
    }
  }

  @Test func whatARewindTookAwayComesBackInNoHead() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      let (landed, _) = try await fixture.land(
        try await fixture.approved("lane", ["b.txt": "b\n"]))
      let second = try await fixture.hand("second", ["c.txt": "c\n"])
      _ = try await forced(fixture, from: landed.commit, to: first, rewind: true)
      try await fixture.moveMain(to: first)
      var judged = second
      judged.base = first
      try await fixture.say(try fixture.verdict(on: judged), on: second.packet)
      let commit = try await fixture.merge(second)
      let said = reasons(try fixture.ruling(from: first, to: commit))
      #expect(said.contains { if case .broughtRewound = $0 { true } else { false } })
    }
  }
}

@Suite struct PoliciesInForce {
  @Test func aPolicyRulesFromTheValueItWasSignedAt() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      let (landed, _) = try await fixture.land(
        try await fixture.approved("lane", ["b.txt": "b\n"]))
      var strict = try fixture.firstPolicy()
      strict.gates = [GovernedFixture.gate("test", "true")]
      try await fixture.write(strict)
      let judge = Judge(try fixture.governed())
      let old = try judge.policyInForce(on: GovernedFixture.main, at: first)
      let new = try judge.policyInForce(on: GovernedFixture.main, at: landed.commit)
      #expect(old?.policy.gates.isEmpty == true)
      #expect(new?.policy.gates.count == 1)
      // What landed before the change is still judged by the policy of its time.
      let history = try judge.ruling(
        on: GovernedFixture.main, from: first, to: landed.commit, present: first, now: nil)
      #expect(admitted(history).count == 1)
      let next = try await fixture.hand("next", ["c.txt": "c\n"])
      try await fixture.say(try fixture.verdict(on: next), on: next.packet)
      let commit = try await fixture.merge(next)
      let said = reasons(try fixture.ruling(from: landed.commit, to: commit))
      #expect(said == [.gateMissing("test", tree: next.tree)])
    }
  }

  @Test func aPolicyWhoseTipsGoBackDoesNotCount() async throws {
    try await GovernedFixture.with { fixture in
      let first = try fixture.value()
      let (landed, _) = try await fixture.land(
        try await fixture.approved("lane", ["b.txt": "b\n"]))
      try await fixture.write(try fixture.firstPolicy())
      try await fixture.moveMain(to: first)
      var loose = try fixture.firstPolicy()
      loose.attempts = 9
      try await fixture.write(loose)
      let judge = Judge(try fixture.governed())
      #expect(
        try judge.policyInForce(on: GovernedFixture.main, at: landed.commit)?.policy.attempts == 3)
      #expect(try judge.policyProblem()?.reason.contains("tip of main") == true)
    }
  }

  @Test func nothingIsAdmittedOnABranchThatNobodyAdopted() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let commit = try await fixture.merge(handed)
      for name in [Layout.ledger, Layout.pins] {
        try await fixture.repository.git("update-ref", "-d", name.text)
      }
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said == [.notAdopted(GovernedFixture.main)])
    }
  }
}

@Suite struct LandingStatuses {
  @Test func aLandingIsPendingThenConfirmedAndClosesThePacket() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let prev = try fixture.value()
      let commit = try await fixture.merge(handed)
      try await fixture.claim(handed, from: prev, by: commit)
      let pending = Judge(try fixture.governed())
      #expect(try pending.closing(of: handed.packet)?.claim == .landed(commit: commit, .pending))
      #expect(try pending.packet(handed.packet)?.state == .approved)
      try await fixture.moveMain(to: commit)
      let packet = try #require(try Judge(fixture.governed()).packet(handed.packet))
      #expect(packet.state == .landed)
      #expect(packet.landedCommit == commit)
    }
  }

  @Test func aLandingOnABranchThatOnlyARemoteHasIsConfirmed() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let (landed, tip) = try await fixture.land(handed)
      let git = fixture.repository
      try await git.git("config", "remote.origin.url", "/nowhere")
      try await git.git("update-ref", "refs/remotes/origin/main", landed.commit.hex)
      try await git.git("switch", "-q", "--detach")
      try await git.git("branch", "-q", "-D", "main")
      let judge = Judge(try fixture.governed())
      #expect(try judge.status(of: landed, packet: handed.packet, tip: tip) == .confirmed)
      #expect(try judge.closing(of: handed.packet)?.isFinal == true)
    }
  }

  @Test func aPacketThatIsArchivedIsKnownThroughTheLedger() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let (landed, tip) = try await fixture.land(handed)
      try await fixture.repository.git(
        "update-ref", "-d", Layout.packet(handed.packet).text)
      try await fixture.repository.git("update-ref", "-d", Layout.heads(handed.packet).text)
      let judge = Judge(try fixture.governed())
      #expect(try judge.packet(handed.packet)?.state == .landed)
      #expect(
        try judge.status(of: landed, packet: handed.packet, tip: tip) == .confirmed)
      let history = try judge.ruling(
        on: GovernedFixture.main, from: landed.prev, to: landed.commit, present: landed.prev,
        now: nil)
      #expect(admitted(history).map(\.packet) == [handed.packet])
    }
  }

  @Test func theOneWhoLosesTheRaceIsDisplaced() async throws {
    try await GovernedFixture.with { fixture in
      let loser = try await fixture.approved("loser", ["b.txt": "b\n"])
      let prev = try fixture.value()
      let lost = try await fixture.merge(loser)
      let claim = try await fixture.claim(loser, from: prev, by: lost)
      let tip = try #require(try fixture.open().target(of: Layout.packet(loser.packet)))
      // A second claim that builds on the first falls with it.
      let later = Landed(
        branch: GovernedFixture.main, prev: lost, commit: ObjectID.emptyTree, base: lost,
        head: lost, tree: lost, verdicts: [], gates: [])
      _ = try await fixture.land(try await fixture.approved("winner", ["c.txt": "c\n"]))
      let judge = Judge(try fixture.governed())
      #expect(try judge.status(of: claim, packet: loser.packet, tip: tip) == .displaced)
      #expect(try judge.status(of: later, packet: loser.packet, tip: tip) == .displaced)
      #expect(try judge.packet(loser.packet)?.state == .approved)
    }
  }

  @Test func aClaimOnSomebodyElsesCommitIsVoid() async throws {
    try await GovernedFixture.with { fixture in
      let thief = try await fixture.hand("thief", ["c.txt": "c\n"])
      let (landed, _) = try await fixture.land(
        try await fixture.approved("honest", ["b.txt": "b\n"]))
      let tip = try #require(try fixture.open().target(of: Layout.packet(thief.packet)))
      try await fixture.claim(thief, from: landed.prev, by: landed.commit)
      let judge = Judge(try fixture.governed())
      #expect(try judge.status(of: landed, packet: thief.packet, tip: tip) == .void)
      #expect(try judge.closing(of: thief.packet) == nil)
    }
  }

  @Test func anObjectionThatTheLandingHadNotSeenIsAFlag() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let (landed, _) = try await fixture.land(handed)
      try await fixture.say(try fixture.verdict(on: handed, .reject), on: handed.packet)
      let ruling = try Judge(fixture.governed()).ruling(
        on: GovernedFixture.main, from: landed.prev, to: landed.commit, present: landed.prev,
        now: nil)
      #expect(
        admitted(ruling).flatMap(\.flags) == [.objectedLater(GovernedFixture.ann, .reject)])
    }
  }

  @Test func aCancelledPacketIsClosedByTheLedgerAlone() async throws {
    try await GovernedFixture.with(policy: { $0.may = ["cancel": [.operator]] }) { fixture in
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      let unsigned = Stamp(GovernedFixture.ann, at: GovernedFixture.now)
      try await fixture.enter(.cancelled(reason: "no"), of: handed.packet, stamp: unsigned)
      #expect(try Judge(fixture.governed()).closing(of: handed.packet) == nil)
      try await fixture.enter(.cancelled(reason: "no"), of: handed.packet)
      #expect(try Judge(fixture.governed()).packet(handed.packet)?.state == .cancelled)
    }
  }
}
