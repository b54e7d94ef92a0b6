import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

extension GovernedFixture {
  /// What a new judge says of a move of main that is about to happen.
  func ruling(from old: ObjectID, to new: ObjectID) throws -> MoveRuling {
    try Judge(governed()).ruling(
      on: Self.main, from: old, to: new, present: old, now: Self.now)
  }

  /// Merges on a detached HEAD, so that main stays where it is.
  func merge(_ handed: Handed, squash: Bool = false) async throws -> ObjectID {
    try await repository.git("switch", "-q", "--detach", "main")
    if squash {
      try await repository.git("merge", "-q", "--squash", handed.head.hex)
      try await repository.git("commit", "-q", "-m", "as one commit")
    } else {
      try await repository.git("merge", "-q", "--no-ff", "-m", "merged", handed.head.hex)
    }
    let commit = ObjectID(try await repository.id("HEAD"))!
    try await repository.git("switch", "-q", "main")
    return commit
  }

  func moveMain(to commit: ObjectID) async throws {
    try await repository.git("reset", "-q", "--hard", commit.hex)
  }

  /// Lands by a merge, ledger first, as `git o8 merge` does.
  func land(_ handed: Handed) async throws -> (landed: Landed, tip: ObjectID) {
    let (prev, tip) = (try value(), try open().target(of: Layout.packet(handed.packet))!)
    let commit = try await merge(handed)
    let landed = try await claim(handed, from: prev, by: commit)
    try await moveMain(to: commit)
    return (landed, tip)
  }
}

func admitted(_ ruling: MoveRuling) -> [Admitted] {
  guard case .admitted(let steps) = ruling else { return [] }
  return steps.compactMap { if case .admitted(let step) = $0.ruling { step } else { nil } }
}

func reasons(_ ruling: MoveRuling) -> [Reason] {
  guard case .refused(_, let reasons) = ruling else { return [] }
  return reasons
}

@Suite struct Rulings {
  @Test func anApprovedMergeIsAdmittedAndAnotherIsNot() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let good = try await fixture.approved("good", ["b.txt": "b\n"])
      let merged = try await fixture.merge(good)
      let step = try #require(admitted(try fixture.ruling(from: prev, to: merged)).first)
      #expect(step.packet == good.packet)
      #expect(step.form == .merge)
      #expect(!step.carried)

      let bad = try await fixture.hand("bad", ["c.txt": "c\n"])
      let unread = try await fixture.merge(bad)
      let ruling = try fixture.ruling(from: prev, to: unread)
      #expect(reasons(ruling) == [.noVerdict(prev: prev, commit: unread)])
      let concerned = try Judge(fixture.governed())
        .packetsConcerned(on: GovernedFixture.main, from: prev, to: unread)
      #expect(concerned == [bad.packet])
    }
  }

  @Test func aFastForwardOfSeveralCommitsIsOneStep() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      try await fixture.repository.git("switch", "-q", "-c", "base")
      try await fixture.repository.commit(["z.txt": "z\n"])
      try await fixture.repository.git("switch", "-q", "main")
      try await fixture.repository.git("merge", "-q", "--ff-only", "base")
      let handed = try await fixture.hand("long", ["b.txt": "b\n"])
      try await fixture.moveMain(to: prev)
      var judged = handed
      judged.base = prev
      try await fixture.say(try fixture.verdict(on: judged), on: handed.packet)
      let step = try #require(admitted(try fixture.ruling(from: prev, to: handed.head)).first)
      #expect(step.form == .fastForward)
    }
  }

  @Test func aSquashIsFoundByItsTreeEvenWhereTheHeadIsGone() async throws {
    try await GovernedFixture.with(policy: { $0.landing = [.squash] }) { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.approved("squashed", ["b.txt": "b\n"])
      let commit = try await fixture.merge(handed, squash: true)
      try await fixture.repository.git("branch", "-D", "squashed")
      try await fixture.repository.git(
        "update-ref", "-d", Layout.heads(handed.packet).text)
      try await fixture.repository.git("reflog", "expire", "--expire=all", "--all")
      try await fixture.repository.git("update-ref", "refs/heads/keep", commit.hex)
      try await fixture.repository.git("gc", "-q", "--prune=now")
      #expect(try fixture.open().kind(of: handed.head) == nil)
      let step = try #require(admitted(try fixture.ruling(from: prev, to: commit)).first)
      #expect(step.form == .squash)
      #expect(step.packet == handed.packet)
    }
  }

  @Test func aNewCommitVoidsTheVerdict() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      try await fixture.repository.git("switch", "-q", "lane")
      let later = ObjectID(try await fixture.repository.commit(["b.txt": "other\n"]))!
      try await fixture.repository.git("switch", "-q", "main")
      let governed = try fixture.governed()
      try await governed.store.addHead(later, for: handed.packet)
      var moved = handed
      moved.head = later
      let commit = try await fixture.merge(moved)
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said.contains(.voided(GovernedFixture.ann, .newCommit)))
    }
  }

  @Test func aVerdictCarriesOverALandingOnOtherPaths() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await GovernedFixture.with(policy: { $0.gates = [gate] }) { fixture in
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      let second = try await fixture.approved("second", ["c.txt": "c\n"])
      _ = try await fixture.land(first)
      let prev = try fixture.value()
      let commit = try await fixture.merge(second)
      // Carried, but the gates have not seen the new result.
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      let tree = try fixture.open().commit(commit).tree
      #expect(said == [.gateMissing("test", tree: tree)])
      var again = second
      again.tree = tree
      let gated = Gated(
        started: nil, name: "test", definition: gate.definition, head: second.head,
        tree: tree, passed: true, log: nil, seconds: 1)
      let draft = EventDraft(
        .gated(gated), of: second.packet, stamp: fixture.stamp, state: .approved)
      try await fixture.governed().store.append(
        [draft], to: Layout.packet(second.packet), .packet, signing: fixture.stamp.signing)
      let step = try #require(admitted(try fixture.ruling(from: prev, to: commit)).first)
      #expect(step.carried)
      #expect(step.gates.count == 1)
    }
  }

  @Test func aRedOrForgedGateIsNoGate() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await GovernedFixture.with(policy: { $0.gates = [gate] }) { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      try await fixture.present(handed, passed: false)
      try await fixture.say(try fixture.verdict(on: handed), on: handed.packet)
      let commit = try await fixture.merge(handed)
      #expect(reasons(try fixture.ruling(from: prev, to: commit)) == [.gateRed("test")])
      let green = Gated(
        started: nil, name: "test", definition: gate.definition, head: handed.head,
        tree: handed.tree, passed: true, log: nil, seconds: 1)
      let unsigned = Stamp(GovernedFixture.ann, at: GovernedFixture.now)
      let draft = EventDraft(
        .gated(green), of: handed.packet, stamp: unsigned, state: .gating)
      try await fixture.governed().store.append(
        [draft], to: Layout.packet(handed.packet), .packet)
      #expect(reasons(try fixture.ruling(from: prev, to: commit)) == [.gateRed("test")])
    }
  }

  @Test func aPacketLandsOnce() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      let (landed, _) = try await fixture.land(handed)
      let prev = try fixture.value()
      // Approved anew on the new base, it still is the same packet.
      try await fixture.repository.git("switch", "-q", "lane")
      let more = ObjectID(try await fixture.repository.commit(["c.txt": "c\n"]))!
      try await fixture.repository.git("switch", "-q", "main")
      var again = handed
      (again.base, again.head) = (prev, more)
      let commit = try await fixture.merge(again)
      again.tree = try fixture.open().commit(commit).tree
      try await fixture.say(try fixture.verdict(on: again), on: handed.packet)
      let already = Reason.alreadyLanded(packet: handed.packet, commit: landed.commit)
      #expect(reasons(try fixture.ruling(from: prev, to: commit)).contains(already))
    }
  }

  @Test func aHeadMayNotBringAnotherPacketsLandingAlong() async throws {
    try await GovernedFixture.with { fixture in
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      let before = try fixture.value()
      let (landed, _) = try await fixture.land(first)
      // The landing is taken back locally, and comes in again inside another head.
      let second = try await fixture.hand("second", ["c.txt": "c\n"])
      try await fixture.moveMain(to: before)
      var judged = second
      judged.base = before
      try await fixture.say(try fixture.verdict(on: judged), on: second.packet)
      let commit = try await fixture.merge(second)
      let said = reasons(try fixture.ruling(from: before, to: commit))
      #expect(said.contains(.broughtLanded(landed.commit)))
    }
  }

  @Test func theWorkerOfAPacketDoesNotApproveIt() async throws {
    try await GovernedFixture.with(policy: { $0.selfReview = .refused }) { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      let verdict = try fixture.verdict(on: handed) { $0.authors = [GovernedFixture.ann] }
      try await fixture.say(verdict, on: handed.packet)
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said.contains(.voided(GovernedFixture.ann, .workedOnIt)))
    }
  }

  @Test func aVerdictExpiresWhenAMoveIsAdmittedAndNeverInHistory() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      let verdict = try fixture.verdict(on: handed) { $0.expires = GovernedFixture.now }
      try await fixture.say(verdict, on: handed.packet)
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said.contains(.voided(GovernedFixture.ann, .expired(GovernedFixture.now))))
      let history = try Judge(fixture.governed()).ruling(
        on: GovernedFixture.main, from: prev, to: commit, present: prev, now: nil)
      #expect(admitted(history).count == 1)
    }
  }

  @Test func aForgedSignatureAndAStrangersVerdictAreNone() async throws {
    try await GovernedFixture.with { fixture in
      let prev = try fixture.value()
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      let eve = try PrivateKey(comment: "eve")
      let forged = Stamp(GovernedFixture.ann, at: GovernedFixture.now) { text in
        [try eve.sign(text).armored]
      }
      try await fixture.say(try fixture.verdict(on: handed), on: handed.packet, stamp: forged)
      let commit = try await fixture.merge(handed)
      let said = reasons(try fixture.ruling(from: prev, to: commit))
      #expect(said.contains(.voided(GovernedFixture.ann, .notSigned)))
    }
  }
}
