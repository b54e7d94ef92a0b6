import Model
import Testing

/// Whose a worker's terminal is, as the events of its packet have it.
@Suite struct AHandedTerminal {
  private func running(on surface: WorkSurface) -> PacketStory {
    var work = Opened.sample
    work.surface = surface
    var story = PacketStory(work)
    story.start()
    return story
  }

  @Test func isToldAndDecidesNothing() throws {
    var story = running(on: .terminal)
    for hand in [TerminalHand.person, .worker] {
      for body in try #require(story.packet()).events(for: .hand(to: hand)) { story.add(body) }
    }
    let packet = try #require(story.packet())
    #expect(packet.state == .running && packet.ignored.isEmpty)
    #expect(
      packet.log.suffix(2).map(\.summary)
        == ["a person took over its terminal", "its terminal was given back"])
  }

  @Test func isNoneWhereItsWorkerHasNoTerminal() throws {
    let packet = try #require(running(on: .stream).packet())
    #expect(throws: Refusal.self) { _ = try packet.events(for: .hand(to: .person)) }
  }

  @Test func isNoneWhenItsWorkerHasEnded() throws {
    var story = running(on: .terminal)
    story.finish()
    let packet = try #require(story.packet())
    #expect(throws: Refusal.self) { _ = try packet.events(for: .hand(to: .worker)) }
  }

  @Test func isTypedAtAsTheStoryTells() throws {
    let packet = try #require(running(on: .terminal).packet())
    let said = try packet.events(for: .steer(message: "go on", live: true, typed: true))
    #expect(said.map(\.summary) == ["typed at its terminal: go on"])
    #expect(packet.messages.isEmpty)
  }
}
