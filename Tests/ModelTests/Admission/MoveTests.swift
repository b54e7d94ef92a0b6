import Model
import Testing

@Suite struct Moves {
  /// P → M, by the honest merge.
  private func move(to new: String = "M", through chain: [String]? = ["M"]) -> Move {
    Move(
      branch: Samples.main, old: id("P"), new: id(new), present: id("P"),
      chain: chain?.map { id($0) })
  }

  private func stepCase(_ scene: Scene) -> StepCase {
    StepCase(
      step: scene.step, jurisdiction: scene.jurisdiction, evidence: [scene.evidence],
      overrides: scene.overrides)
  }

  /// M → N, an honest merge of K for another packet, or for the same one.
  private func next(packet: String) throws -> Scene {
    var scene = try Scene.merge()
    let verdict = try Scene.verdict(by: "ben", as: .operator) {
      $0.base = id("M")
      $0.head = id("K")
    }
    scene.step.prev = id("M")
    scene.step.commit = id("N")
    scene.step.parents = [id("M"), id("K")]
    scene.step.proposals = [verdict.body.proposal: ProposalFacts(brought: [id("K")])]
    scene.evidence.verdicts = [verdict]
    scene.evidence.packet = id(packet)
    return scene
  }

  @Test func twoLandingsInOnePushAreTwoSteps() throws {
    let cases = [stepCase(try Scene.merge()), stepCase(try next(packet: "other"))]
    let ruling = Admission.judge(
      move: move(to: "N", through: ["M", "N"]), cases: cases, rewinds: nil)
    guard case .admitted(let steps) = ruling else {
      Issue.record("\(ruling)")
      return
    }
    #expect(steps.map(\.stretch.commit) == [id("M"), id("N")])
  }

  @Test func nothingIsCompletedBehindAStepThatIsRefused() throws {
    var unapproved = try Scene.merge()
    unapproved.evidence.verdicts = []
    var completed: [ObjectID] = []
    let ruling = Admission.judge(
      move: move(to: "N", through: ["M", "N"]),
      cases: [stepCase(unapproved), stepCase(try next(packet: "other"))], rewinds: nil
    ) { stepCase in
      completed.append(stepCase.step.commit)
      return stepCase
    }
    guard case .refused = ruling else {
      Issue.record("\(ruling)")
      return
    }
    #expect(completed == [id("M")])
  }

  @Test func aPacketDoesNotLandAgainAfterOthersHaveLanded() throws {
    var again = try next(packet: "packet")
    again.step.prev = id("N")
    again.step.commit = id("O")
    again.step.parents = [id("N"), id("K")]
    let cases = [
      stepCase(try Scene.merge()), stepCase(try next(packet: "other")), stepCase(again),
    ]
    let ruling = Admission.judge(
      move: move(to: "O", through: ["M", "N", "O"]), cases: cases, rewinds: nil)
    guard case .refused(let stretch, let reasons) = ruling else {
      Issue.record("\(ruling)")
      return
    }
    #expect(stretch == Stretch(prev: id("N"), commit: id("O")))
    #expect(reasons.contains(.alreadyLanded(packet: id("packet"), commit: id("M"))))
  }

  @Test func aPacketLandsOnceInOnePushToo() throws {
    let cases = [stepCase(try Scene.merge()), stepCase(try next(packet: "packet"))]
    let ruling = Admission.judge(
      move: move(to: "N", through: ["M", "N"]), cases: cases, rewinds: nil)
    #expect(
      ruling
        == .refused(
          Stretch(prev: id("M"), commit: id("N")),
          [.alreadyLanded(packet: id("packet"), commit: id("M"))]))
  }

  @Test func aFastForwardCoversAllItsCommitsAtOnce() throws {
    let scene = try Scene.fastForward()
    let move = move(to: "H", through: ["H0", "H"])
    #expect(
      move.stretches(in: [scene.evidence]) == [Stretch(prev: id("P"), commit: id("H"))])
    let ruling = Admission.judge(move: move, cases: [stepCase(scene)], rewinds: nil)
    guard case .admitted(let steps) = ruling else {
      Issue.record("\(ruling)")
      return
    }
    #expect(steps.map(\.stretch) == [Stretch(prev: id("P"), commit: id("H"))])
  }

  @Test func aCommitThatNothingCoversIsNamed() throws {
    let ruling = Admission.judge(
      move: move(to: "X", through: ["M", "X"]), cases: [stepCase(try Scene.merge())], rewinds: nil)
    let stretch = Stretch(prev: id("M"), commit: id("X"))
    #expect(ruling == .refused(stretch, [.noVerdict(prev: id("M"), commit: id("X"))]))
  }

  @Test func aMoveFromAnotherValueThanThePresentIsStale() throws {
    var move = move()
    move.present = id("Q")
    let ruling = Admission.judge(move: move, cases: [stepCase(try Scene.merge())], rewinds: nil)
    #expect(
      ruling
        == .refused(
          Stretch(prev: id("P"), commit: id("M")),
          [.stale(expected: id("P"), present: id("Q"))]))
  }

  @Test func aFoxtrotOrARewindNeedsAnOwner() throws {
    let scene = try Scene.merge()
    let back = move(to: "B", through: nil)
    let verdictOnly = Admission.judge(
      move: back, cases: [stepCase(scene)], rewinds: scene.jurisdiction)
    let stretch = Stretch(prev: id("P"), commit: id("B"))
    let off = Reason.notOnFirstParentChain(old: id("P"), new: id("B"))
    #expect(verdictOnly == .refused(stretch, [off]))

    let entry = try Scene.override("P", "B", rewind: true)
    #expect(
      Admission.judge(move: back, cases: [], rewinds: scene.jurisdiction, overrides: [entry])
        == .rewound(entry.id))
    let mild = try Scene.override("P", "B", rewind: false)
    #expect(
      Admission.judge(move: back, cases: [], rewinds: scene.jurisdiction, overrides: [mild])
        == .refused(stretch, [off, .invalidOverride(mild.id, .rewindMismatch)]))
  }

  @Test func nothingMovesWithoutAPolicy() throws {
    var stepCase = stepCase(try Scene.merge())
    stepCase.jurisdiction = nil
    let ruling = Admission.judge(move: move(), cases: [stepCase], rewinds: nil)
    #expect(ruling == .refused(Stretch(prev: id("P"), commit: id("M")), [.noPolicy]))
  }
}

@Suite struct InForce {
  private func history() throws -> PolicyVersions {
    let policy = try Samples.policy()
    return PolicyVersions([
      PolicyVersion(id: id("1"), policy: policy, tips: [Samples.main: id("A")]),
      PolicyVersion(id: id("2"), policy: policy, tips: [Samples.main: id("B")]),
    ])
  }

  @Test func aPolicyRulesFromTheValueItWasSignedAt() throws {
    let history = try history()
    let atA = history.versionInForce(on: Samples.main) { $0 == id("A") }
    #expect(atA?.id == id("1"))
    let atB = history.versionInForce(on: Samples.main) { [id("A"), id("B")].contains($0) }
    #expect(atB?.id == id("2"))
    #expect(history.versionInForce(on: Samples.main) { _ in false } == nil)
    #expect(history.known(upTo: try #require(atA)) == [id("1")])
  }

  @Test func aRewindIsJudgedByThePolicyBeforeTheFirstThatHoldsIt() throws {
    let history = try history()
    #expect(history.version(judgingEntryFirstHeldBy: nil)?.id == id("2"))
    #expect(history.version(judgingEntryFirstHeldBy: 1)?.id == id("1"))
    #expect(history.version(judgingEntryFirstHeldBy: 0) == nil)
  }

  @Test func anEpochBeginsWithTheLatestRewindThatTheChainHasReached() throws {
    let rewinds = [
      try Scene.override("P", "A", rewind: true), try Scene.override("Q", "B", rewind: true),
    ]
    func epoch(reached: Set<ObjectID>) -> Digest? {
      Epoch.current(rewinds: rewinds, adoption: Scene.epoch, where: reached.contains)
    }
    #expect(epoch(reached: []) == Scene.epoch)
    #expect(epoch(reached: [id("A")]) == rewinds[0].digest)
    #expect(epoch(reached: [id("A"), id("B")]) == rewinds[1].digest)
  }
}
