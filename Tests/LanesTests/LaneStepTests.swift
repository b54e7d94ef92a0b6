import Model
import Runtimes
import Testing

@testable import Lanes

/// A packet, and what happens to it one event after the other.
struct Story {
  static let id = ObjectID(String(repeating: "a", count: 40))!
  static let at = Instant("2026-11-21T12:00:00Z")!

  private(set) var packet: Packet
  var means = LaneMeans(now: at)

  init(
    runtime: String = "claude", attempts: Int = 2, acceptance: [String] = [],
    delivers: Delivery = .change, on surface: WorkSurface = .stream
  ) throws {
    var work = Opened(
      title: "Fix", branch: ReferenceName(branch: "main")!, acceptance: acceptance,
      runtime: runtime, attempts: attempts)
    work.delivers = delivers
    work.surface = surface
    let envelope = Envelope(
      repo: Self.id, kind: .opened, packet: nil, parents: [], clock: 1,
      author: PrincipalName("ann")!, at: Self.at, nonce: "0", attachments: [:],
      subject: work.title, state: "queued", fields: EventBody.opened(work).fields)
    let digest = Digest(String(repeating: "0", count: 64))!
    packet = try #require(
      Packet.fold([PacketEvent(id: Self.id, digest: digest, envelope: envelope)], policy: nil))
    means.resuming = ["claude", "codex"]
    means.conversations = ["s1", "s2"]
  }

  var next: LaneStep { packet.nextStep(means) }

  mutating func add(_ body: EventBody) {
    packet = packet.expecting(
      body, by: PrincipalName("ann")!, signed: [], at: Self.at, under: nil)
  }

  mutating func start(
    _ reason: AttemptReason = .first, runtime: String = "claude", session: String? = "s1"
  ) {
    add(
      .started(
        Started(
          number: packet.attempts.count + 1, reason: reason, runtime: runtime, session: session,
          lane: ReferenceName(branch: "o8/fix")!, head: Self.id, base: Self.id)))
  }

  mutating func finish(
    _ outcome: Outcome, cause: String? = nil, resets: Instant? = nil, notes: [String] = []
  ) {
    add(
      .finished(
        Finished(
          started: packet.current ?? Self.id, outcome: outcome, seconds: 1, cause: cause,
          resets: resets, notes: notes)))
  }

  mutating func goRed() {
    finish(.changed)
    add(.submitted(Submitted(started: packet.current, head: Self.id)))
    add(.returned(Returned(started: packet.current, head: Self.id, because: ["test"])))
  }
}

@Suite("What a lane does next")
struct LaneStepTests {
  @Test(arguments: [Outcome.noChanges, .failed, .timedOut, .crashed])
  func `at a terminal no attempt follows by itself, for nobody may be there`(
    outcome: Outcome
  ) throws {
    var story = try Story(on: .terminal)
    story.start()
    story.finish(outcome)
    guard case .hold(let words) = story.next else {
      Issue.record("\(story.next)")
      return
    }
    #expect(words == "its terminal closed, and the attempt ended with \(outcome.words)")
  }

  @Test("is an attempt, the gates, or nothing")
  func steps() throws {
    var story = try Story(runtime: "exec")
    #expect(story.next == .attempt(.first))
    story.start(runtime: "exec", session: nil)
    #expect(story.next == .recover)
    var other = story
    other.finish(.noChanges)
    #expect(other.next == .attempt(.retry))
    other = story
    other.finish(.interrupted)
    #expect(other.next == .hold("interrupted"))
    story.finish(.changed)
    #expect(story.next == .submit)
    story.add(.submitted(Submitted(started: story.packet.current, head: Story.id)))
    #expect(story.next == .gate)
    story.add(.cancelled(reason: nil))
    #expect(story.next == .rest)
  }

  @Test("is to fail where its attempts are used up, and says how the last one ended")
  func usedUp() throws {
    var story = try Story(runtime: "exec", attempts: 1)
    story.start(runtime: "exec", session: nil)
    story.finish(.noChanges)
    #expect(story.next == .fail("1 attempt used up; the last one ended with no changes"))
  }

  @Test("is one more turn of the conversation, a part of the attempt, and then another attempt")
  func continuation() throws {
    var story = try Story(attempts: 1)
    story.start()
    story.finish(.noChanges)
    #expect(story.next == .attempt(.continuation))
    story.start(.continuation)
    #expect(story.packet.attemptsUsed == 1)
    story.finish(.noChanges)
    #expect(story.next == .fail("1 attempt (2 runs) used up; the last one ended with no changes"))
  }

  @Test("a red gate comes back to the same conversation before an attempt is spent")
  func redGate() throws {
    var story = try Story(attempts: 1)
    story.start()
    story.goRed()
    #expect(story.next == .attempt(.continuation))
    // A clone that does not have the conversation cannot go on with it.
    var elsewhere = story
    elsewhere.means.conversations = []
    #expect(elsewhere.next == .fail("1 attempt used up: test"))
    story.start(.continuation)
    story.goRed()
    #expect(story.packet.attemptsUsed == 1)
    #expect(story.next == .fail("1 attempt (2 runs) used up: test"))
  }

  @Test("a second red gate begins anew, in a conversation of its own")
  func secondRedGate() throws {
    var story = try Story(attempts: 2)
    story.start()
    story.goRed()
    story.start(.continuation)
    story.goRed()
    #expect(story.next == .attempt(.gates))
    story.start(.gates, session: "s2")
    #expect(story.packet.attemptsUsed == 2)
    #expect(story.packet.mayContinue)
  }

  @Test("a continuation is granted once; a second one in a row is an attempt")
  func continuationsAreBounded() throws {
    var story = try Story(attempts: 3)
    story.start()
    for _ in 0..<2 {
      story.finish(.noChanges)
      story.start(.continuation)
    }
    #expect(story.packet.attemptsUsed == 2)
  }
}

@Suite("What a lane does about a conversation that no longer fits")
struct CompactionStepTests {
  @Test("is to have it summed up once, as a part of the attempt, and then to begin anew")
  func once() throws {
    var story = try Story(attempts: 2)
    story.means.compacting = ["claude"]
    story.start()
    story.finish(.context)
    #expect(story.next == .attempt(.compaction))
    story.start(.compaction)
    #expect(story.packet.attemptsUsed == 1)
    story.finish(.context)
    #expect(story.next == .attempt(.retry))
    story.start(.retry, session: "s2")
    #expect(story.packet.attemptsUsed == 2)
    story.finish(.context)
    #expect(story.next == .attempt(.compaction), "each attempt may once")
  }

  @Test("is to begin anew at once where it cannot be summed up, or is not here")
  func without() throws {
    var story = try Story(attempts: 2)
    story.start()
    story.finish(.context)
    #expect(story.next == .attempt(.retry))
    story.means.compacting = ["claude"]
    story.means.conversations = []
    #expect(story.next == .attempt(.retry))
  }

  @Test("is never to sum up one that the provider rejects")
  func history() throws {
    var story = try Story(attempts: 2)
    story.means.compacting = ["claude"]
    story.start()
    story.finish(.history)
    #expect(story.next == .attempt(.retry))
  }
}

@Test("what was spent before is taken off, whatever a record of it claims")
func spentBefore() {
  #expect(RunReading.rest(of: 5, less: 3) == 2)
  #expect(RunReading.rest(of: 5, less: .min) == 5)
  #expect(RunReading.rest(of: .min, less: .max) == 0)
}

@Suite("What a lane does about a provider")
struct ProviderStepTests {
  private static let later = Instant("2026-11-21T15:00:00Z")!

  private func limited(_ story: inout Story, resets: Instant? = later) {
    story.start()
    story.finish(
      .limited, cause: "rate_limit", resets: resets, notes: ["it said: You've hit your limit"])
  }

  @Test("at its limit it waits until that is lifted, and goes on by itself, not as an attempt")
  func waits() throws {
    var story = try Story()
    limited(&story)
    #expect(story.next == .pause("You've hit your limit", until: Self.later))
    story.add(
      .paused(
        started: story.packet.current!, reason: .limit, text: "You've hit your limit",
        until: Self.later))
    #expect(story.packet.state == .waiting)
    #expect(story.next == .wait("You've hit your limit", until: Self.later))
    var insisted = story
    insisted.means.isInsisted = true
    #expect(insisted.next == .goOn, "a person wants it now")
    story.means.now = Self.later
    #expect(story.next == .goOn)
    story.add(.resumed(started: story.packet.current!))
    #expect(story.next == .attempt(.resume))
    story.start(.resume)
    #expect(story.packet.attemptsUsed == 1)
  }

  @Test("an event that has it wait for years, or that a wrong clock wrote, is not believed")
  func ages() throws {
    var story = try Story()
    limited(&story)
    story.add(
      .paused(
        started: story.packet.current!, reason: .limit, text: "full",
        until: Instant("9999-12-31T00:00:00Z")))
    let last = Story.at.adding(seconds: ProviderRefusal.secondsMost)
    #expect(story.next == .wait("full", until: last))
    story.means.now = Story.at.adding(seconds: -1)
    #expect(story.next == .goOn, "it was written later than now")
  }

  @Test("a limit without a moment, and one that is years off, are no reason to try at once")
  func strangeLimits() throws {
    var story = try Story()
    limited(&story, resets: nil)
    #expect(
      story.next == .pause("You've hit your limit", until: Story.at.adding(seconds: 300)))
    story = try Story()
    limited(&story, resets: Instant("2031-01-01T00:00:00Z"))
    #expect(
      story.next == .hold("You've hit your limit; it is lifted at 2031-01-01T00:00:00Z"))
  }

  @Test("a limit that was lifted before it was met is no way to run for ever uncounted")
  func liftedLimits() throws {
    var story = try Story()
    limited(&story, resets: Instant("1970-01-01T00:00:01Z"))
    var waits: [Int64] = []
    while case .pause(_, let until) = story.next {
      waits.append(until.seconds - Story.at.seconds)
      story.add(
        .paused(started: story.packet.current!, reason: .limit, text: "full", until: until))
      story.add(.resumed(started: story.packet.current!))
      story.start(.resume)
      story.finish(.limited, resets: Story.at)
    }
    #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600])
    #expect(story.next == .hold("the provider's limit is reached, 10 times in a row"))
  }

  @Test("another runtime stands in where that is allowed, until its provider refuses too")
  func fallsBack() throws {
    var story = try Story()
    limited(&story)
    let refusal = ProviderRefusal(
      kind: .limited, text: "full", since: Story.at, until: Self.later)
    story.means.refusals["claude"] = refusal
    story.means.fallbacks = ["codex"]
    #expect(story.next == .attempt(.retry))
    story.start(.retry, runtime: "codex", session: "s2")
    story.finish(.limited, notes: ["it said: me too"])
    story.means.refusals["codex"] = refusal
    #expect(story.next == .pause("me too", until: Story.at.adding(seconds: 300)))
  }

  @Test("a runtime that policy bars is held, and stands in for no other")
  func barred() throws {
    var story = try Story()
    story.means.workers = ["codex"]
    story.means.fallbacks = ["codex"]
    let words = "policy does not let claude be a worker"
    #expect(story.next == .hold(words))
    story.start()
    story.finish(.stalled)
    #expect(story.next == .hold(words))
    var allowed = try Story()
    allowed.means.workers = ["claude"]
    allowed.means.fallbacks = ["codex"]
    allowed.means.refusals["claude"] = ProviderRefusal(
      kind: .limited, text: "full", since: Story.at, until: Self.later)
    #expect(allowed.next == .wait("full", until: Self.later))
    allowed.means.workers = ["claude", "codex"]
    #expect(allowed.next == .attempt(.first))
  }

  @Test("nothing is begun into a provider that refused another lane")
  func breaker() throws {
    var story = try Story()
    let refusal = ProviderRefusal(
      kind: .limited, text: "full", since: Story.at, until: Self.later)
    story.means.refusals["claude"] = refusal
    #expect(story.next == .wait("full", until: Self.later))
    story.means.now = Self.later
    #expect(story.next == .attempt(.first))
    // Somebody's clock is wrong: it was met in the future.
    story.means.now = Story.at
    story.means.refusals["claude"] = ProviderRefusal(
      kind: .limited, text: "full", since: Self.later, until: Self.later.adding(seconds: 60))
    #expect(story.next == .attempt(.first))
  }

  @Test("too busy a provider is left alone for twice as long each time, then a person is asked")
  func backsOff() throws {
    var story = try Story(attempts: 1)
    for round in 0..<5 {
      story.start(round == 0 ? .first : .resume)
      story.finish(.failed, cause: "overloaded", notes: ["it said: Overloaded"])
      let until = Story.at.adding(seconds: 20 << Int64(round))
      #expect(story.next == .pause("Overloaded", until: until))
      story.add(
        .paused(
          started: story.packet.current!, reason: .limit, text: "Overloaded", until: until))
      story.add(.resumed(started: story.packet.current!))
    }
    story.start(.resume)
    story.finish(.failed, cause: "overloaded", notes: ["it said: Overloaded"])
    #expect(story.next == .hold("Overloaded, 6 times in a row"))
    #expect(story.packet.attemptsUsed == 1)
  }

  @Test("who is not logged in is told, and nothing is tried again")
  func auth() throws {
    var story = try Story()
    story.start()
    story.finish(.auth, cause: "auth", notes: ["it said: Please run /login"])
    guard case .hold(let words) = story.next else {
      Issue.record("\(story.next)")
      return
    }
    #expect(words.hasPrefix("claude is not logged in: Please run /login"))
  }

  @Test(
    "a conversation that is what is wrong does not go on",
    arguments: [Outcome.context, .history])
  func history(outcome: Outcome) throws {
    var story = try Story(attempts: 3)
    story.start()
    story.finish(outcome)
    #expect(story.next == .attempt(.retry))
    story.start(.retry, session: "s2")
    story.finish(.stalled)
    #expect(story.next == .attempt(.retry))
  }
}
