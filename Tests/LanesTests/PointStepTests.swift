import Lanes
import Model
import Testing

@Suite("What a lane does about points that its worker left open")
struct PointStepTests {
  private func finished(
    _ outcome: Outcome = .changed, runtime: String = "claude", delivers: Delivery = .change
  ) throws -> Story {
    var story = try Story(
      runtime: runtime, attempts: 1, acceptance: ["On time.", "Tested."], delivers: delivers)
    story.start(runtime: runtime, session: runtime == "exec" ? nil : "s1")
    story.finish(outcome)
    return story
  }

  private func claim(_ points: [String], in story: inout Story) throws {
    story.add(
      .said(
        Said(
          started: try #require(story.packet.current), what: .claim, text: "",
          message: Digest(String(repeating: "1", count: 64))!, points: points)))
  }

  @Test("is to ask once, in the same conversation, and to hand in whatever comes of it")
  func once() throws {
    var story = try finished()
    #expect(story.next == .attempt(.points))
    story.start(.points)
    #expect(story.packet.attemptsUsed == 1)
    story.finish(.changed)
    #expect(story.next == .submit)
  }

  @Test(
    "is to hand in what stands however that turn ended by itself",
    arguments: [
      Outcome.noChanges, .failed, .timedOut, .stalled, .limited, .auth, .context, .history,
      .crashed,
      .reported,
    ])
  func badEnd(outcome: Outcome) throws {
    var story = try finished()
    story.start(.points)
    story.finish(outcome)
    #expect(story.next == .submit)
  }

  @Test("is to hold where that turn was interrupted, and to fail where it tampered")
  func stopped() throws {
    var story = try finished()
    story.start(.points)
    var other = story
    other.finish(.tampered)
    guard case .fail = other.next else {
      Issue.record("\(other.next)")
      return
    }
    story.finish(.interrupted)
    #expect(story.next == .hold("interrupted"))
  }

  @Test("is nothing where all are claimed, or none were asked for")
  func claimed() throws {
    var story = try finished()
    try claim(["On time."], in: &story)
    #expect(story.next == .attempt(.points))
    try claim(["On time.", "Tested."], in: &story)
    #expect(story.next == .submit)
    story = try Story()
    story.start()
    story.finish(.changed)
    #expect(story.next == .submit)
  }

  @Test("is nothing where no conversation can go on")
  func noConversation() throws {
    #expect(try finished(runtime: "exec").next == .submit)
    var elsewhere = try finished()
    elsewhere.means.conversations = []
    #expect(elsewhere.next == .submit)
    var refused = try finished()
    refused.means.refusals["claude"] = ProviderRefusal(
      kind: .limited, text: "full", since: Story.at, until: Story.at.adding(seconds: 60))
    #expect(refused.next == .submit)
  }

  @Test("is the same for a report")
  func report() throws {
    var story = try finished(.reported, delivers: .report)
    #expect(story.next == .attempt(.points))
    story.start(.points)
    story.finish(.noChanges)
    #expect(story.next == .report)
  }

  @Test("leaves a red gate its own turn")
  func redGate() throws {
    var story = try finished()
    story.start(.points)
    story.goRed()
    #expect(story.next == .attempt(.continuation))
    story.start(.continuation)
    #expect(story.packet.attemptsUsed == 1)
    story.finish(.changed)
    #expect(story.next == .submit, "they were asked about already")
  }
}
