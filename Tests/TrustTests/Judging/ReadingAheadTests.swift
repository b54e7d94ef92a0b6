import Fixtures
import Foundation
import Git
import Model
import Store
import Support
import Testing
import Trust

@Suite struct ReadingAhead {
  /// What a judge says of main since a value, and by whom the landings were approved.
  private struct Answers: Equatable {
    let steps: [HistoryStep]?
    let approvals: [[CountedApproval]]

    init(_ judge: Judge, from start: ObjectID, to tip: ObjectID, _ policy: Policy) throws {
      steps = try judge.history(of: GovernedFixture.main, from: start, to: tip)
      approvals = try (steps ?? []).map { step in
        guard case .admitted(let admitted) = step.finding else { return [] }
        return try judge.approvals(of: admitted, under: policy)
      }
    }
  }

  @Test func whatIsReadAheadChangesNoAnswer() async throws {
    let gate = GovernedFixture.gate("test", "true")
    try await GovernedFixture.with(policy: { $0.gates = [gate] }) { fixture in
      let start = try fixture.value()
      for name in ["first", "second"] {
        _ = try await fixture.land(
          try await fixture.approved(name, ["\(name).txt": "\(name)\n"]))
      }
      // Claimed, and approved by nobody.
      _ = try await fixture.land(try await fixture.hand("third", ["third.txt": "third\n"]))
      let governed = try fixture.governed()
      let tip = try fixture.value()
      let alone = try Answers(
        Judge(governed, by: .whole), from: start, to: tip, governed.policy)
      let judge = Judge(governed, by: .whole)
      try await judge.readAhead(on: [GovernedFixture.main], unlessFewerThan: 1)
      let ahead = try Answers(judge, from: start, to: tip, governed.policy)
      #expect(ahead == alone)
      #expect(ahead.steps?.map(\.isCovered) == [true, true, false])
      #expect(ahead.approvals.map { $0.flatMap(\.keys).count } == [1, 1, 0])
    }
  }

  @Test func aPacketWhoseObjectsAreGoneIsLeftForTheJudge() async throws {
    try await GovernedFixture.with { fixture in
      let start = try fixture.value()
      let handed = try await fixture.approved("first", ["first.txt": "first\n"])
      let (_, packetTip) = try await fixture.land(handed)
      let signature = try await fixture.repository.git(
        "rev-parse", "\(packetTip):event.json.sig")
      let place = "objects/\(signature.prefix(2))/\(signature.dropFirst(2))"
      try FileManager.default.removeItem(
        atPath: "\(fixture.repository.gitDirectory)/\(place)")
      let governed = try fixture.governed()
      let judge = Judge(governed, by: .whole)
      try await judge.readAhead(on: [GovernedFixture.main], unlessFewerThan: 1)
      let steps = try judge.history(
        of: GovernedFixture.main, from: start, to: try fixture.value())
      #expect(steps?.map(\.isCovered) == [false])
    }
  }
}
