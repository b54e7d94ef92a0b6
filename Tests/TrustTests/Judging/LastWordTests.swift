import Fixtures
import Git
import Model
import Store
import Support
import Testing
import Trust

/// What owners deleted or took away does not come back by what they had said before.
@Suite("The last word of owners on a branch")
struct LastWordTests {
  private static let release = ReferenceName(branch: "release")!

  private func force(
    _ branch: ReferenceName, from old: ObjectID?, to new: ObjectID?, rewind: Bool = false,
    _ fixture: GovernedFixture
  ) async throws {
    let place = try #require(old ?? new)
    let epoch = try #require(try Judge(fixture.governed()).epoch(of: branch, at: place))
    try await fixture.enter(
      .forced(
        Forced(
          branch: branch, old: old, new: new, rewind: rewind, reason: "because", epoch: epoch)))
  }

  private func isAdmitted(_ ruling: MoveRuling) -> Bool {
    if case .refused = ruling { false } else { true }
  }

  /// A landing on main, and main deleted with it.
  private func deleted(
    _ body: (GovernedFixture, _ adopted: ObjectID, _ old: ObjectID) async throws -> Void
  ) async throws {
    try await GovernedFixture.with { fixture in
      let adopted = try fixture.value()
      let (landed, _) = try await fixture.land(try await fixture.approved("x", ["b.txt": "b\n"]))
      try await force(GovernedFixture.main, from: landed.commit, to: nil, fixture)
      try await body(fixture, adopted, landed.commit)
    }
  }

  @Test func aDeletedBranchIsMadeAgainOnlyWhereItWas() async throws {
    try await deleted { fixture, adopted, old in
      let judge = Judge(try fixture.governed())
      let main = GovernedFixture.main
      #expect(isAdmitted(try judge.ruling(making: main, at: old, now: nil)))
      #expect(!isAdmitted(try judge.ruling(making: main, at: adopted, now: nil)))
      // At a remote without a gate it stands there all the same.
      try await fixture.repository.git("config", "remote.origin.url", "/nowhere")
      try await fixture.repository.git(
        "update-ref", "refs/remotes/origin/main", adopted.hex)
      let problem = try Judge(fixture.governed()).regression(of: main, at: adopted)
      #expect(problem?.contains("was made again") == true, "\(problem ?? "nothing")")
      #expect(try judge.regression(of: main, at: old) == nil)
    }
  }

  @Test func aDeletionIsGoodForOnce() async throws {
    try await deleted { fixture, _, old in
      let main = GovernedFixture.main
      #expect(try Judge(fixture.governed()).override(of: main, from: old, to: nil) != nil)
      try await force(main, from: nil, to: old, fixture)
      #expect(try Judge(fixture.governed()).override(of: main, from: old, to: nil) == nil)
      #expect(try Judge(fixture.governed()).deletion(of: main) == nil)
    }
  }

  @Test func aPolicyThatSawItElsewhereSinceSaysThatItLives() async throws {
    try await deleted { fixture, adopted, _ in
      #expect(try Judge(fixture.governed()).deletion(of: GovernedFixture.main) != nil)
      try await fixture.repository.git("update-ref", GovernedFixture.main.text, adopted.hex)
      try await fixture.repository.git("reset", "-q", "--hard", adopted.hex)
      try await fixture.repository.commit(["c.txt": "c\n"], message: "later")
      try await fixture.write(try fixture.governed().policy)
      #expect(try Judge(fixture.governed()).deletion(of: GovernedFixture.main) == nil)
    }
  }

  @Test func whatARewindTookAwayBehindTheAdoptionDoesNotComeBack() async throws {
    let both = [Pattern("main")!, Pattern("release")!]
    try await GovernedFixture.with(policy: { $0.protected = both }) { fixture in
      let first = try fixture.value()
      let (landed, _) = try await fixture.land(try await fixture.approved("x", ["b.txt": "b\n"]))
      let adopted = landed.commit
      try await fixture.repository.git("branch", "-q", "release", adopted.hex)
      try await fixture.enter(.adopted(Adopted(branch: Self.release, commit: adopted)))
      try await fixture.write(try fixture.governed().policy)
      let before = Judge(try fixture.governed())
      #expect(try before.start(of: Self.release, from: first, to: adopted) == adopted)
      try await force(Self.release, from: adopted, to: first, rewind: true, fixture)
      let judge = Judge(try fixture.governed())
      #expect(try judge.start(of: Self.release, from: first, to: adopted) == first)
      #expect(try judge.beginning(of: Self.release, upTo: adopted) == first)
      let back = try judge.ruling(
        on: Self.release, from: first, to: adopted, present: first, now: nil)
      #expect(!isAdmitted(back), "\(back)")
    }
  }

  @Test func aClaimByTheWordsOfYesterdayIsNotMade() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("x", ["b.txt": "b\n"])
      let base = try fixture.value()
      let tip = try fixture.open().target(of: Layout.packet(handed.packet))
      try await fixture.say(
        try fixture.verdict(on: handed) { $0.decision = .revise }, on: handed.packet)
      let commit = try await fixture.merge(handed)
      try await fixture.repository.git(
        "-c", "core.hooksPath=/dev/null", "reset", "-q", "--hard", base.hex)
      let landed = Landed(
        branch: GovernedFixture.main, prev: base, commit: commit, base: base,
        head: handed.head, tree: try fixture.open().treeID(commit), verdicts: [], gates: [])
      try await fixture.enter(.landed(landed), of: handed.packet, tip: tip)
      let judge = Judge(try fixture.governed())
      let status = try judge.status(
        of: landed, packet: handed.packet, tip: try #require(tip))
      #expect(status == .void)
      #expect(try judge.missingLandings(on: GovernedFixture.main).isEmpty)
      #expect(try judge.wordAgainst(landed) != nil)
    }
  }
}
