import Fixtures
import Git
import Model
import Support
import Testing

@testable import Trust

@Suite("A move of steps that change very much")
struct ManyChangesTests {
  @Test func isJudgedStepByStepAndHoldsNoMoreThanOne() async throws {
    try await GovernedFixture.with { fixture in
      let before = try fixture.value()
      var tip = before
      for number in 0..<3 {
        let handed = try await fixture.approved("lane-\(number)", ["\(number).txt": "b\n"])
        tip = try await fixture.land(handed).0.commit
      }
      let judge = Judge(try fixture.governed())
      judge.keptChangeLimit = 0
      let ruling = try judge.ruling(
        on: GovernedFixture.main, from: before, to: tip, present: before, now: GovernedFixture.now)
      #expect(admitted(ruling).count == 3)
      #expect(judge.memory.steps.count <= 1 && judge.memory.cases.count <= 1)
    }
  }

  @Test func isRefusedAtTheFirstStepThatNothingCoversAndReadsNoFurther() async throws {
    try await GovernedFixture.with { fixture in
      let git = try fixture.open()
      let before = try fixture.value()
      let first = try await fixture.repository.git(
        "commit-tree", "-p", before.hex, "-m", "nobody saw it", "main^{tree}")
      // A tree that is nowhere cannot be compared with anything.
      let text =
        "tree \(String(repeating: "1", count: 40))\nparent \(first)\n"
        + "author a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nhuge\n"
      let last = try await fixture.repository.git(
        "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: text)
      let judge = Judge(try fixture.governed())
      let (middle, tip) = (try #require(ObjectID(first)), try #require(ObjectID(last)))
      #expect(git.contains(tip))
      let ruling = try judge.ruling(
        on: GovernedFixture.main, from: before, to: tip, present: before, now: GovernedFixture.now)
      guard case .refused(let stretch, _) = ruling else {
        Issue.record("\(ruling)")
        return
      }
      #expect(stretch == Stretch(prev: before, commit: middle))
      #expect(throws: GitError.self) {
        try judge.ruling(
          on: GovernedFixture.main, from: middle, to: tip, present: middle,
          now: GovernedFixture.now)
      }
    }
  }

  @Test func isRefusedWhereAllTogetherIsTooMuch() async throws {
    try await GovernedFixture.with { fixture in
      let first = try await fixture.approved("first", ["b.txt": "b\n"])
      let before = try fixture.value()
      let (landed, _) = try await fixture.land(first)
      func ruling(_ limit: Int, now: Instant?) throws -> MoveRuling {
        let judge = Judge(try fixture.governed())
        judge.changeLimit = limit
        // What was forgotten and is read again is no second step.
        judge.keptChangeLimit = 0
        return try judge.ruling(
          on: GovernedFixture.main, from: before, to: landed.commit, present: before, now: now)
      }
      #expect(admitted(try ruling(1, now: GovernedFixture.now)).count == 1)
      let error = #expect(throws: GitError.self) { try ruling(0, now: GovernedFixture.now) }
      #expect(error?.code == .tooLarge)
      // History stands, however much it changed.
      #expect(admitted(try ruling(0, now: nil)).count == 1)
    }
  }

  @Test func ofVerdictsThatNobodySignedAFewAreLookedAt() async throws {
    try await GovernedFixture.with { fixture in
      let handed = try await fixture.approved("lane", ["b.txt": "b\n"])
      var forged = try fixture.verdict(on: handed)
      forged.head = try #require(ObjectID(try await fixture.repository.commit(["c": "c\n"])))
      let nobody = Stamp(GovernedFixture.ann, at: GovernedFixture.now)
      for number in 0..<20 {
        forged.summary = "\(number)"
        try await fixture.say(forged, on: handed.packet, stamp: nobody)
      }
      let judge = Judge(try fixture.governed())
      let candidate = Candidate(packet: handed.packet, tip: nil)
      #expect(try judge.words(candidate)?.verdicts.count == 21)
      let looked = try #require(try judge.evidence(candidate)?.verdicts)
      #expect(looked.count == 9 && looked.contains { $0.body.head == handed.head })
    }
  }
}
