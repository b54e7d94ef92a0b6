import Model
import Testing

/// What a worker says through its outbox, as the events of its packet have it.
@Suite struct WhatAWorkerSays {
  private func message(_ byte: UInt8) -> Digest {
    Digest(bytes: [UInt8](repeating: byte, count: Digest.byteCount))!
  }

  private func running() -> PacketStory {
    var story = PacketStory()
    story.start()
    return story
  }

  /// Carries a command out, as the person or the lane that `author` is.
  private func carryOut(
    _ command: PacketCommand, in story: inout PacketStory, by author: String = "bot"
  ) throws {
    let packet = try #require(story.packet())
    for body in try packet.events(for: command) {
      story.add(body, by: author, signed: author != "bot")
    }
  }

  @Test func isKeptAndDecidesNothing() throws {
    var story = running()
    for (index, what) in [Said.What.report, .observation, .proposal].enumerated() {
      try carryOut(.say(what, text: "\(what)", message: message(UInt8(index))), in: &story)
    }
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.ignored.isEmpty)
    #expect(packet.said.map(\.words.text) == ["report", "observation", "proposal"])
    #expect(packet.log.last?.summary == "proposal: proposal")
  }

  @Test func isRecordedOnceHoweverOftenItIsTaken() throws {
    var story = running()
    try carryOut(.say(.report, text: "done", message: message(1)), in: &story)
    let packet = try #require(story.packet())
    let refusal = #expect(throws: Refusal.self) {
      _ = try packet.events(for: .say(.report, text: "done", message: message(1)))
    }
    #expect(refusal?.kind == .repeated)
    story.add(story.events.last!.body)
    #expect(story.packet()?.said.count == 1)
  }

  @Test func aQuestionHasThePacketWaitUntilItIsAnswered() throws {
    var story = running()
    try carryOut(.say(.question, text: "Which one?", message: message(1)), in: &story)
    #expect(story.packet()?.state == .waiting)
    #expect(story.packet()?.questions == ["Which one?"])
    try carryOut(.answer("This one"), in: &story, by: "ann")
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.liveAttempt != nil && packet.pending == nil)
    #expect(packet.said.map(\.reply) == [.answered("This one")])
    // Whoever comes after this worker was not told.
    #expect(packet.messages == ["You asked: Which one?\n\nThe answer: This one"])
  }

  @Test func aSecondQuestionWaitsForItsTurn() throws {
    var story = running()
    try carryOut(.say(.question, text: "First?", message: message(1)), in: &story)
    try carryOut(.say(.question, text: "Second?", message: message(2)), in: &story)
    #expect(story.packet()?.question == "First?")
    try carryOut(.answer("One"), in: &story, by: "ann")
    #expect(story.packet()?.state == .waiting)
    #expect(story.packet()?.question == "Second?")
    try carryOut(.answer("Two"), in: &story, by: "ann")
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.ignored.isEmpty)
    #expect(packet.said.map(\.reply) == [.answered("One"), .answered("Two")])
  }

  @Test func twoQuestionsOfAWorkerThatEndedAreBothAnsweredBeforeTheNext() throws {
    var story = running()
    try carryOut(.say(.question, text: "First?", message: message(1)), in: &story)
    try carryOut(.say(.question, text: "Second?", message: message(2)), in: &story)
    story.finish(.noChanges)
    try carryOut(.answer("One"), in: &story, by: "ann")
    #expect(story.packet()?.state == .waiting)
    try carryOut(.answer("Two"), in: &story, by: "ann")
    var packet = try #require(story.packet())
    #expect(packet.pending?.reason == .resume && packet.messages.count == 2)
    let used = packet.attemptsUsed
    story.start(.resume)
    packet = try #require(story.packet())
    #expect(packet.attemptsUsed == used, "a question costs no attempt")
    #expect(packet.questions.isEmpty && packet.messages.isEmpty)
  }

  @Test func anAnswerWithoutAuthorityLeavesAllAsItWas() throws {
    var story = running()
    try carryOut(.say(.question, text: "First?", message: message(1)), in: &story)
    try carryOut(.say(.question, text: "Second?", message: message(2)), in: &story)
    try carryOut(.answer("Mine"), in: &story)
    let packet = try #require(story.packet())
    #expect(packet.state == .waiting && packet.question == "First?")
    #expect(packet.questions.count == 2 && packet.messages.isEmpty)
  }

  @Test func whoIsToldToGoOnGetsNoAnswer() throws {
    var story = running()
    try carryOut(.say(.question, text: "Which one?", message: message(1)), in: &story)
    try carryOut(.resume, in: &story, by: "ann")
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.questions.isEmpty)
    #expect(packet.said.map(\.reply) == [.dismissed])
  }

  @Test func ofAPastAttemptItCountsForNothing() throws {
    var story = running()
    let first = try #require(story.started)
    story.finish(.crashed)
    story.start(.retry)
    story.add(
      .said(Said(started: first, what: .question, text: "Still?", message: message(1))))
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.said.isEmpty)
    #expect(packet.ignored.map(\.reason.kind) == [.attempt])
  }
}

@Suite struct Deliveries {
  private var report: Opened {
    var work = Opened.sample
    work.delivers = .report
    return work
  }

  @Test func aReportClosesThePacketThatDeliversOne() {
    var story = PacketStory(report)
    story.start()
    story.add(.reported(started: story.last))
    #expect(story.packet()?.state == .reported)
    story = PacketStory()
    story.start()
    story.add(.reported(started: story.last))
    #expect(story.packet()?.state == .running)
  }

  @Test func nothingOfAReportIsHandedIn() throws {
    var story = PacketStory(report)
    story.start()
    story.finish()
    story.submit()
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.ignored.count == 1)
  }

  @Test func whatIsDeliveredStays() throws {
    let packet = try #require(PacketStory().packet())
    #expect(throws: Refusal.self) { _ = try packet.events(for: .edit(report)) }
    var story = PacketStory()
    story.add(.edited(report))
    #expect(story.packet()?.work.delivers == .change)
  }

  /// Programs that know of no reports wrote and read this before.
  @Test func aChangeIsWrittenAsItAlwaysWas() {
    #expect(EventBody.opened(.sample).fields["delivers"] == nil)
    let end = Finished(started: objectID(1), outcome: .changed, seconds: 1)
    #expect(EventBody.finished(end).fields["artifacts"] == nil)
  }
}
