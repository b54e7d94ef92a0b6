import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

/// Whoever may sign can say many things afterwards. None of it undoes what landed.
@Suite("What is said after a landing")
struct LaterWordsTests {
  private static let release = ReferenceName(branch: "release")!

  /// Two commits that were approved and handed in together, and the first of them.
  private func pair(_ fixture: GovernedFixture) async throws -> (inner: ObjectID, whole: Handed) {
    try await fixture.repository.git("switch", "-q", "-c", "lane", "main")
    let inner = try await fixture.repository.commit(["b.txt": "b\n"], message: "inner")
    try await fixture.repository.commit(["c.txt": "c\n"], message: "outer")
    try await fixture.repository.git("branch", "-q", "inner", inner)
    try await fixture.repository.git("switch", "-q", "main")
    let handed = try await fixture.handIn("lane")
    try await fixture.say(try fixture.verdict(on: handed), on: handed.packet)
    return (try #require(ObjectID(inner)), handed)
  }

  /// Has the inner commit land by itself on a branch that is where main was, and claims it.
  private func land(
    _ inner: ObjectID, on branch: ReferenceName, from base: ObjectID, _ fixture: GovernedFixture
  ) async throws {
    let handed = try await fixture.handIn("inner")
    let epoch = try #require(try Judge(fixture.governed()).epoch(of: branch, at: base))
    let tree = try fixture.open().treeID(inner)
    let verdict = try fixture.verdict(on: handed) { verdict in
      (verdict.branch, verdict.base, verdict.tree, verdict.epoch) = (branch, base, tree, epoch)
    }
    try await fixture.say(verdict, on: handed.packet)
    let landed = Landed(
      branch: branch, prev: base, commit: inner, base: base, head: inner, tree: tree,
      verdicts: [], gates: [])
    let tip = try fixture.open().target(of: Layout.packet(handed.packet))
    try await fixture.enter(.landed(landed), of: handed.packet, tip: tip)
    let ruling = try Judge(fixture.governed()).ruling(
      on: branch, from: base, to: inner, present: base, now: nil)
    try #require(admitted(ruling).map(\.packet) == [handed.packet], "\(ruling)")
  }

  private func expectProved(_ landed: Landed, _ fixture: GovernedFixture) throws {
    let ruling = try Judge(fixture.governed()).ruling(
      on: landed.branch, from: landed.prev, to: landed.commit, present: landed.prev, now: nil)
    #expect(admitted(ruling).count == 1, "\(ruling)")
  }

  @Test func aClaimOnACommitInsideALandingComesTooLate() async throws {
    try await GovernedFixture.with { fixture in
      let (inner, whole) = try await pair(fixture)
      let (landed, _) = try await fixture.land(whole)
      try await land(inner, on: GovernedFixture.main, from: landed.prev, fixture)
      try expectProved(landed, fixture)
    }
  }

  @Test func aLandingOnAnotherBranchIsNoneOnThisOne() async throws {
    let both = [Pattern("main")!, Pattern("release")!]
    try await GovernedFixture.with(policy: { $0.protected = both }) { fixture in
      let base = try fixture.value()
      try await fixture.repository.git("branch", "-q", "release", "main")
      try await fixture.enter(.adopted(Adopted(branch: Self.release, commit: base)))
      try await fixture.write(try fixture.governed().policy)
      let (inner, whole) = try await pair(fixture)
      try await land(inner, on: Self.release, from: base, fixture)
      let commit = try await fixture.merge(whole)
      #expect(admitted(try fixture.ruling(from: base, to: commit)).count == 1)
      let (landed, _) = try await fixture.land(whole)
      try expectProved(landed, fixture)
    }
  }

  @Test func aRedGateAnotherWorkerAndAHigherTierAreFlags() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await GovernedFixture.withCyd(
      ["a.txt": "a\n"],
      policy: {
        $0.codeOwners = .ignored
        $0.gates = [gate]
        $0.selfReview = .refused
        $0.may = ["dispatch": [.operator], "edit": [.operator]]
        $0.reviewersAlone = [AloneGrant(tiers: [.light])]
      }
    ) { fixture, cyd in
      let handed = try await fixture.hand("lane", ["b.txt": "b\n"])
      try await edit(handed.packet, to: .light, fixture)
      try await run(gate, on: handed, passed: true, fixture)
      try await fixture.say(
        try fixture.verdict(on: handed, as: .reviewer), on: handed.packet, stamp: cyd)
      let (landed, _) = try await fixture.land(handed)
      try expectProved(landed, fixture)
      try await edit(handed.packet, to: .heavy, fixture)
      try await run(gate, on: handed, passed: false, fixture)
      let started = Started(
        number: 2, reason: .retry, runtime: "exec", worker: cyd.author,
        lane: ReferenceName(branch: "lane")!, head: handed.head, base: handed.base)
      try await append(.started(started), to: handed.packet, fixture)
      let ruling = try Judge(fixture.governed()).ruling(
        on: landed.branch, from: landed.prev, to: landed.commit, present: landed.prev, now: nil)
      let flags = admitted(ruling).flatMap(\.flags)
      #expect(
        flags == [
          .redLater(GovernedFixture.ann, gate: "test"), .workedLater(cyd.author),
          .tierLater(.heavy),
        ], "\(ruling)")
      #expect(!flags.contains { !$0.isUnseen })
    }
  }

  private func append(
    _ body: EventBody, to packet: ObjectID, _ fixture: GovernedFixture
  ) async throws {
    let draft = EventDraft(body, of: packet, stamp: fixture.stamp, state: .review)
    try await fixture.governed().store.append(
      [draft], to: Layout.packet(packet), .packet, signing: fixture.stamp.signing)
  }

  private func edit(
    _ packet: ObjectID, to tier: Tier, _ fixture: GovernedFixture
  ) async throws {
    var work = try #require(try fixture.governed().storyOfPacket(packet)).work
    work.tier = tier
    try await append(.edited(work), to: packet, fixture)
  }

  private func run(
    _ gate: Gate, on handed: Handed, passed: Bool, _ fixture: GovernedFixture
  ) async throws {
    try await append(
      .gated(
        Gated(
          started: nil, name: gate.name, definition: gate.definition, head: handed.head,
          tree: handed.tree, passed: passed, log: nil, seconds: 1)), to: handed.packet, fixture)
  }
}
