import Model
import Testing

@Suite struct Commands {
  @Test func aCommandNamesTheAttemptItself() throws {
    var story = PacketStory()
    story.start()
    let attempt = story.last
    let packet = try #require(story.packet())
    #expect(
      try packet.events(for: .submit(head: PacketStory.head))
        == [.submitted(Submitted(started: attempt, head: PacketStory.head))])
    #expect(
      try packet.events(for: .pause(.held, text: "hold on"))
        == [.paused(started: attempt, reason: .held, text: "hold on")])
    #expect(try packet.events(for: .resume) == [])
  }

  @Test func aPersonsCommitBelongsToNoAttempt() throws {
    var story = PacketStory()
    story.reachReview()
    let packet = try #require(story.packet())
    #expect(
      try packet.events(for: .submit(head: objectID(0xc1)))
        == [.submitted(Submitted(started: nil, head: objectID(0xc1)))])
  }

  @Test func aRunningPacketRefusesASecondWorkerAndSaysWhatToDo() throws {
    var story = PacketStory()
    story.start()
    let packet = try #require(story.packet())
    let refusal = #expect(throws: Refusal.self) {
      _ = try packet.events(for: .start(.sample()))
    }
    #expect(refusal?.kind == .state)
    #expect(refusal?.hint == "git o8 interrupt \(packet.id.short)")
  }

  @Test func attemptsThatAreUsedUpNeedARetry() throws {
    var story = PacketStory()
    story.start()
    story.submit()
    story.add(
      .returned(Returned(started: story.started, head: PacketStory.head, because: ["test"])))
    story.start(.gates)
    story.submit(objectID(0xc1))
    story.add(
      .returned(Returned(started: story.started, head: objectID(0xc1), because: ["test"])))
    let packet = try #require(story.packet())
    let refusal = #expect(throws: Refusal.self) {
      _ = try packet.events(for: .start(.sample(.gates)))
    }
    #expect(refusal?.kind == .attemptsUsedUp)
    #expect(try packet.events(for: .start(.sample(.revise))).count == 1)
  }

  @Test func aVerdictOnWhatLiesNoLongerThereIsRefused() throws {
    var story = PacketStory()
    story.reachReview()
    let packet = try #require(story.packet())
    #expect(try packet.events(for: .judge(.sample(.approve))).count == 1)
    let refusal = #expect(throws: Refusal.self) {
      _ = try packet.events(for: .judge(.sample(.approve, objectID(0xc1))))
    }
    #expect(refusal?.kind == .stale)
  }

  @Test func onlyARunningWorkerIsSteeredLive() throws {
    var story = PacketStory()
    story.start()
    let live = try #require(story.packet()).events(for: .steer(message: "left", live: true))
    #expect(live == [.steered(message: "left", live: true)])
    story.finish()
    let kept = try #require(story.packet()).events(for: .steer(message: "left", live: true))
    #expect(kept == [.steered(message: "left", live: false)])
  }

  @Test func aWaitingPacketGoesOnBeforeItFails() throws {
    var story = PacketStory()
    story.start()
    story.add(.paused(started: story.last, reason: .limit, text: "until noon"))
    let bodies = try #require(story.packet()).events(for: .fail(reason: "crashed"))
    #expect(bodies.map(\.kind) == [.resumed, .failed])
    for body in bodies { story.add(body) }
    #expect(story.packet()?.state == .failed)
  }

  @Test func aPacketThatWaitsIsHeldByEventsThatAreLegalOneByOne() throws {
    var story = PacketStory()
    story.start()
    let started = story.last
    story.add(.paused(started: started, reason: .limit, text: "busy", until: .latest))
    let bodies = try #require(story.packet()).events(for: .hold(text: "interrupted"))
    #expect(bodies.map(\.kind) == [.resumed, .paused])
    for body in bodies { story.add(body) }
    let held = try #require(story.packet())
    #expect(held.ignored.isEmpty)
    #expect(held.pause?.reason == .held && held.pause?.until == nil)
    #expect(try held.events(for: .hold(text: "interrupted")) == [], "it is held already")
  }

  @Test func whatWaitsForAnAnswerIsNotHeldAsWell() throws {
    var story = PacketStory()
    story.start()
    let started = story.last
    story.add(.paused(started: started, reason: .question, text: "Which?"))
    #expect(try #require(story.packet()).events(for: .hold(text: "interrupted")) == [])
  }

  @Test func editingKeepsTheBranch() throws {
    let packet = try #require(PacketStory().packet())
    var edited = Opened.sample
    edited.title = "Fix it well"
    #expect(try packet.events(for: .edit(edited)) == [.edited(edited)])
    #expect(try packet.events(for: .edit(.sample)) == [])
    edited.branch = try #require(ReferenceName(branch: "other"))
    #expect(throws: Refusal.self) { _ = try packet.events(for: .edit(edited)) }
  }

  @Test func aClosedPacketRefusesEverything() throws {
    var story = PacketStory()
    story.add(.cancelled(reason: nil))
    let packet = try #require(story.packet())
    for command: PacketCommand in [
      .start(.sample()), .retry, .refresh(base: objectID(3), reason: ""), .edit(.adopted),
      .steer(message: "x", live: false), .submit(head: objectID(3)),
    ] {
      #expect(throws: Refusal.self) { _ = try packet.events(for: command) }
    }
    #expect(try packet.events(for: .cancel(reason: nil)) == [])
  }
}

@Suite struct Closings {
  private func closing(_ claim: Closing.Claim, clock: Int64, _ byte: UInt8 = 1) -> Closing {
    Closing(
      id: objectID(byte), claim: claim, clock: clock, author: PrincipalName("ann")!,
      at: Instant(seconds: 1)!)
  }

  @Test func aConfirmedLandingBeatsWhatCameFirst() {
    let landed = closing(.landed(commit: objectID(9), .confirmed), clock: 5)
    let cancelled = closing(.cancelled, clock: 2)
    #expect(Closing.winner([cancelled, landed]) == landed)
    #expect(Closing.winner([landed, cancelled]) == landed)
  }

  @Test func theFirstOtherClosingBeatsLaterOnesAndPendingLandings() {
    let cancelled = closing(.cancelled, clock: 2)
    let rejected = closing(.rejected, clock: 3)
    let pending = closing(.landed(commit: objectID(9), .pending), clock: 1)
    #expect(Closing.winner([pending, rejected, cancelled]) == cancelled)
    #expect(Closing.winner([pending]) == pending)
    #expect(!pending.isFinal && cancelled.isFinal)
  }

  @Test func displacedAndVoidLandingsCloseNothing() {
    #expect(
      Closing.winner([
        closing(.landed(commit: objectID(9), .displaced), clock: 1),
        closing(.landed(commit: objectID(9), .void), clock: 2),
      ]) == nil)
  }

  @Test func theLedgerDecidesWhateverTheEventsSay() throws {
    var story = PacketStory()
    story.reachReview()
    let packet = try #require(story.packet())
    let landed = packet.closed(by: closing(.landed(commit: objectID(9), .confirmed), clock: 1))
    #expect(landed.state == .landed && landed.landedCommit == objectID(9))
    #expect(throws: Refusal.self) { _ = try landed.events(for: .retry) }
    let pending = packet.closed(by: closing(.landed(commit: objectID(9), .pending), clock: 1))
    #expect(pending.state == .review && pending.landedCommit == nil)
    #expect(throws: Refusal.self) { _ = try pending.events(for: .submit(head: objectID(3))) }
  }
}
