import Model
import Testing

@Suite("Points of acceptance")
struct PointTests {
  private func message(_ byte: UInt8) -> Digest {
    Digest(bytes: [UInt8](repeating: byte, count: Digest.byteCount))!
  }

  private func running(_ acceptance: [String] = ["On time.", "Tested."]) -> PacketStory {
    var work = Opened.sample
    work.acceptance = acceptance
    var story = PacketStory(work)
    story.start()
    return story
  }

  private func claim(
    _ points: [Int], _ text: String = "", message byte: UInt8 = 1, in story: inout PacketStory
  ) throws {
    let packet = try #require(story.packet())
    for body in try packet.events(
      for: .say(.claim, text: text, message: message(byte), points: points))
    {
      story.add(body)
    }
  }

  @Test("are open until a worker claims them, and a claim moves nothing")
  func claims() throws {
    var story = running()
    #expect(story.packet()?.openPoints.map(\.number) == [1, 2])
    try claim([2, 2], "make test", in: &story)
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.ignored.isEmpty)
    #expect(packet.points.map(\.claimant) == [nil, 1])
    #expect(packet.openPoints.map(\.text) == ["On time."])
    #expect(packet.log.last?.summary == "claim: met: Tested. (make test)")
  }

  @Test("are claimed by their words, which an edit does not renumber")
  func edited() throws {
    var story = running()
    var work = Opened.sample
    work.acceptance = ["Small.", "Tested.", "On time."]
    story.add(.edited(work), by: "ann")
    // Its worker was told of two points and counts those.
    try claim([1], in: &story)
    #expect(story.packet()?.points.map(\.claimant) == [nil, nil, 1])
    #expect(throws: Refusal.self) { try claim([3], message: 2, in: &story) }
  }

  @Test("that nobody asked for cannot be claimed", arguments: [[0], [3], [1, 3], [-1], [Int.max]])
  func unknown(points: [Int]) throws {
    var story = running()
    let refusal = #expect(throws: Refusal.self) { try claim(points, in: &story) }
    #expect(refusal?.reason.contains("only 1 to 2") == true)
    var without = running([])
    #expect(throws: Refusal.self) { try claim([1], in: &without) }
  }

  @Test("stay claimed in later attempts, and are open again in a replay")
  func later() throws {
    var story = running()
    try claim([1, 2], in: &story)
    story.finish(.failed)
    story.start(.retry)
    #expect(story.packet()?.openPoints.isEmpty == true)
    story.finish(.failed)
    story.start(.replay)
    #expect(story.packet()?.openPoints.count == 2)
  }

  @Test("have one further turn in each attempt, besides that of a red gate")
  func turns() throws {
    var story = running()
    #expect(story.packet()?.mayHaveTurn(.points) == true)
    story.finish()
    story.start(.points)
    var packet = try #require(story.packet())
    #expect(packet.attemptsUsed == 1)
    #expect(!packet.mayHaveTurn(.points) && packet.mayContinue)
    story.finish()
    story.start(.continuation)
    packet = try #require(story.packet())
    #expect(packet.attemptsUsed == 1)
    #expect(!packet.mayHaveTurn(.points) && !packet.mayContinue)
    story.finish()
    story.start(.points)
    #expect(story.packet()?.attemptsUsed == 2, "nobody grants a worker more turns")
    story.finish(.failed)
    story.start(.retry)
    #expect(story.packet()?.mayHaveTurn(.points) == true)
  }
}
