import Model
import Testing

@Test func theTableIsTheDiagramOfTheDesign() {
  let arrows: [PacketState: Set<PacketState>] = [
    .queued: [.running, .gating, .cancelled],
    .running: [.waiting, .gating, .failed, .reported, .rejected, .cancelled],
    .waiting: [.running, .cancelled],
    .gating: [.review, .running, .failed, .cancelled],
    .review: [.approved, .running, .gating, .rejected, .cancelled],
    .approved: [.landed, .running, .gating, .rejected, .cancelled],
    .failed: [.queued, .rejected, .cancelled],
  ]
  for state in PacketState.allCases {
    let reached = Set(PacketState.allCases.filter(state.canBecome))
    #expect(reached == arrows[state] ?? [], "from \(state)")
    #expect(state.isOpen == (arrows[state] != nil))
  }
}

@Suite struct FoldStories {
  @Test func aPacketGoesFromItsWorkerToApproval() throws {
    var story = PacketStory()
    #expect(story.packet()?.state == .queued)
    story.start()
    #expect(story.packet()?.state == .running)
    #expect(story.packet()?.liveAttempt?.number == 1)
    story.finish()
    story.submit()
    #expect(story.packet()?.state == .gating)
    story.gate()
    story.present()
    #expect(story.packet()?.state == .review)
    story.judge(.approve)
    let packet = try #require(story.packet())
    #expect(packet.state == .approved)
    #expect(packet.ignored.isEmpty)
    #expect(packet.head == PacketStory.head && packet.base == PacketStory.base)
    #expect(packet.tree == PacketStory.tree)
    #expect(packet.attempts.map(\.end?.outcome) == [.changed])
    #expect(packet.gates.map(\.gate.name) == ["test"])
    #expect(packet.verdicts.map(\.isValid) == [true])
    #expect(packet.log.count == 7)
  }

  @Test func revisionBringsItsFindingsToTheNextAttempt() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.revise)
    let revised = try #require(story.packet())
    #expect(revised.state == .running)
    #expect(revised.pending?.reason == .revise)
    #expect(revised.pending?.findings.map(\.text) == ["off by one"])
    #expect(revised.messages == ["not yet"])
    story.start(.revise)
    let started = try #require(story.packet())
    #expect(started.pending == nil && started.messages.isEmpty)
    #expect(started.attempts.count == 2 && started.attemptsUsed == 1)
  }

  @Test func aNewHeadVoidsOlderVerdictsAndSaysWhy() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    story.submit(objectID(0xc1))
    let moved = try #require(story.packet())
    #expect(moved.state == .gating)
    #expect(moved.verdicts.map(\.why) == ["the head moved from c0c0c0c to c1c1c1c"])
    story.present(objectID(0xc1))
    #expect(story.packet()?.state == .review)
  }

  @Test func aBaseThatMovedVoidsVerdictsUntilItIsJudgedAgain() throws {
    var story = PacketStory()
    story.reachReview()
    story.judge(.approve)
    story.add(.refreshed(base: objectID(0xb1), reason: "main moved"))
    let refreshed = try #require(story.packet())
    #expect(refreshed.state == .gating)
    #expect(refreshed.verdicts[0].why == "the base moved from b0b0b0b to b1b1b1b")
    story.present(base: objectID(0xb1))
    #expect(story.packet()?.state == .review)
    story.judge(.approve, base: objectID(0xb1))
    #expect(story.packet()?.state == .approved)
  }

  @Test func redGatesGoBackUntilTheAttemptsAreUsedUp() throws {
    var story = PacketStory()
    story.start()
    story.submit()
    let first = try #require(story.packet()).events(for: .sendBack(because: ["test"]))
    #expect(first.map(\.kind) == [.returned])
    story.add(first[0])
    #expect(story.packet()?.pending?.reason == .gates)
    #expect(story.packet()?.pending?.because == ["test"])
    story.start(.gates)
    story.submit(objectID(0xc1))
    let second = try #require(story.packet()).events(for: .sendBack(because: ["test"]))
    #expect(second.map(\.kind) == [.failed])
    story.add(second[0])
    #expect(story.packet()?.state == .failed)
    story.add(.retried())
    #expect(story.packet()?.state == .queued)
    #expect(story.packet()?.attemptsUsed == 0)
    #expect(story.packet()?.pending?.reason == .retry)
  }

  @Test func aQuestionWaitsForAnAnswerThatCounts() throws {
    var story = PacketStory()
    story.start()
    story.add(.paused(started: story.last, reason: .question, text: "Which one?"))
    let attempt = try #require(story.started)
    #expect(story.packet()?.state == .waiting)
    #expect(story.packet()?.question == "Which one?")
    story.add(.answered(started: attempt, text: "This one"))
    #expect(story.packet()?.state == .waiting)
    #expect(story.packet()?.ignored.map(\.reason.reason) == ["it is not signed"])
    story.add(.answered(started: attempt, text: "This one"), by: "ann", signed: true)
    #expect(story.packet()?.state == .running)
    #expect(story.packet()?.question == nil)
  }

  @Test func anAnswerToAWorkerThatEndedIsKeptForTheNextAttempt() throws {
    var story = PacketStory()
    story.start()
    let attempt = story.last
    story.add(.paused(started: attempt, reason: .question, text: "Which one?"))
    story.finish(.interrupted)
    story.add(.answered(started: attempt, text: "This one"), by: "ann", signed: true)
    let packet = try #require(story.packet())
    #expect(
      packet.pending?.reason == .resume
        && packet.messages == ["You asked: Which one?\n\nThe answer: This one"])
    #expect(packet.liveAttempt == nil)
  }

  @Test func eventsOfAPastAttemptAreKeptAndIgnored() throws {
    var story = PacketStory()
    story.start()
    let first = story.last
    story.finish(.crashed)
    story.start(.resume)
    story.add(.submitted(Submitted(started: first, head: PacketStory.head)))
    let packet = try #require(story.packet())
    #expect(packet.state == .running)
    #expect(packet.ignored.map(\.reason.kind) == [.attempt])
    #expect(packet.log.last?.ignored != nil)
  }

  @Test func twoLanesCannotRunAtOnce() throws {
    var story = PacketStory()
    story.start()
    story.start()
    let packet = try #require(story.packet())
    #expect(packet.attempts.count == 1 && packet.ignored.count == 1)
    #expect(packet.current == story.events[1].id)
  }

  @Test func adoptedWorkIsGatedWithoutAWorker() throws {
    var story = PacketStory(.adopted)
    story.start()
    #expect(story.packet()?.ignored.count == 1)
    story = PacketStory(.adopted)
    story.submit()
    #expect(story.packet()?.state == .gating)
    story.gate()
    story.present()
    story.judge(.approve)
    #expect(story.packet()?.state == .approved)
    #expect(story.packet()?.lane == ReferenceName(branch: "ann/own"))
  }

  @Test func adoptedWorkThatWasSentBackIsWithItsAuthor() throws {
    var story = PacketStory(.adopted)
    story.submit()
    story.add(
      .returned(Returned(started: nil, head: PacketStory.head, because: ["test"])))
    #expect(story.packet()?.state == .running)
    story.submit(objectID(0xc1))
    #expect(story.packet()?.state == .gating)
  }

  @Test func aClosedPacketStaysClosedButStillLearnsHowItsWorkerEnded() throws {
    var story = PacketStory()
    story.start()
    story.add(.cancelled(reason: nil))
    story.finish(.interrupted)
    story.add(.retried())
    let packet = try #require(story.packet())
    #expect(packet.state == .cancelled)
    #expect(packet.attempts[0].end?.outcome == .interrupted)
    #expect(packet.ignored.map(\.reason.kind) == [.closed])
  }
}
