import Model
import Support
import Testing

/// Events of every kind by several authors, signed or not, most of them out of place.
private func soup(seed: Int) -> [PacketEvent] {
  var bodies = RandomBodies(
    random: SeededRandom(seed: UInt64(seed)),
    known: [PacketStory.head, PacketStory.base, PacketStory.tree])
  var story = PacketStory(.sample)
  for _ in 0..<Int.random(in: 1...40, using: &bodies.random) {
    if let started = story.started, bodies.flip() {
      bodies.known = [started, PacketStory.head, PacketStory.base, PacketStory.tree]
    }
    let clock = Int64.random(in: 1...30, using: &bodies.random)
    story.add(
      next(&bodies, story), by: bodies.pick(["ann", "bot", "eve", "zed"]),
      signed: bodies.flip(), clock: bodies.flip() ? nil : clock)
  }
  return story.events
}

/// Half of the events follow the ordinary course, so that soups get somewhere.
private func next(_ bodies: inout RandomBodies, _ story: PacketStory) -> EventBody {
  guard bodies.flip(), let packet = story.packet() else { return bodies.body() }
  switch packet.state {
  case .queued: return .started(.sample())
  case .running: return .submitted(Submitted(started: packet.current, head: PacketStory.head))
  case .gating: return .presented(.sample(packet.current))
  case .review: return .verdict(.sample(bodies.pick(Decision.allCases)))
  case .waiting: return .resumed(started: packet.current ?? story.id)
  case .approved: return .refreshed(base: PacketStory.base, reason: "")
  case .failed: return .retried()
  case .landed, .rejected, .cancelled, .reported: return bodies.body()
  }
}

@Suite struct FoldProperties {
  @Test(arguments: 0..<200)
  func replayDependsNeitherOnOrderNorOnRepetition(seed: Int) {
    let events = soup(seed: seed)
    var random = SeededRandom(seed: UInt64(seed) + 1000)
    let folded = Packet.fold(events, policy: .sample)
    #expect(folded != nil)
    #expect(Packet.fold(events.shuffled(using: &random), policy: .sample) == folded)
    #expect(Packet.fold((events + events).shuffled(using: &random), policy: .sample) == folded)
  }

  @Test(arguments: 0..<200)
  func copiesWithOtherSignaturesChangeNothingWhoeverComesFirst(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let events = soup(seed: seed)
    var copies = events
    for (index, event) in events.enumerated().dropFirst() where Bool.random(using: &random) {
      var copy = event
      copy.id = numbered(UInt8(index), fill: 0xee)
      copy.signers = Bool.random(using: &random) ? [] : [.of("zed")]
      copies.append(copy)
    }
    let folded = Packet.fold(copies, policy: .sample)
    #expect(Packet.fold(copies.shuffled(using: &random), policy: .sample) == folded)
    #expect(folded?.log.count == events.count)
  }

  @Test(arguments: 0..<200)
  func everyStepIsInTheTableAndATerminalStateStays(seed: Int) {
    let events = soup(seed: seed).sorted {
      ($0.clock, $0.author, $0.id) < ($1.clock, $1.author, $1.id)
    }
    var last: PacketState?
    for count in 1...events.count {
      let state = Packet.fold(Array(events.prefix(count)), policy: .sample)?.state
      if let last, let state, state != last {
        // One event may make two steps: presented, and decided at once by what stands.
        let throughReview = last == .gating && PacketState.review.canBecome(state)
        #expect(last.isOpen && (last.canBecome(state) || throughReview), "\(last) to \(state)")
      }
      last = state
    }
  }

  @Test(arguments: 0..<200)
  func whatACommandWritesTheFoldTakes(seed: Int) throws {
    let events = soup(seed: seed)
    guard let packet = Packet.fold(events, policy: .sample) else { return }
    let commands: [PacketCommand] = [
      .start(.sample()), .submit(head: objectID(0x77)), .sendBack(because: ["test"]), .retry,
      .cancel(reason: nil), .report, .resume, .pause(.held, text: ""), .fail(reason: "x"),
      .refresh(base: objectID(0x78), reason: "moved"), .steer(message: "m", live: true),
    ]
    for command in commands {
      guard let bodies = try? packet.events(for: command) else { continue }
      var clock = events.map(\.clock).max() ?? 1
      var all = events
      for (index, body) in bodies.enumerated() {
        clock += 1
        all.append(written(body, in: packet.id, clock: clock, UInt8(200 + index)))
      }
      let after = Packet.fold(all, policy: .sample)
      #expect(after?.ignored.count == packet.ignored.count, "\(command)")
    }
  }

  private func written(
    _ body: EventBody, in packet: ObjectID, clock: Int64, _ number: UInt8
  ) -> PacketEvent {
    let envelope = Envelope(
      repo: nil, kind: body.kind!, packet: packet, parents: [], clock: clock,
      author: PrincipalName("ann")!, at: .latest, nonce: "n", attachments: [:],
      subject: body.summary, state: "", fields: body.fields)
    return PacketEvent(
      id: numbered(number, fill: 0xff),
      digest: Digest(bytes: [UInt8](repeating: number, count: 32))!, envelope: envelope)
  }

  @Test func nothingIsNoPacket() {
    #expect(Packet.fold([], policy: .sample) == nil)
    var story = PacketStory()
    story.start()
    #expect(Packet.fold(Array(story.events.dropFirst()), policy: .sample) == nil)
  }

  @Test func anEventOfAnotherPacketCountsForNothing() {
    var story = PacketStory()
    story.start()
    var foreign = story.events[1]
    foreign.packet = objectID(0x55)
    #expect(Packet.fold([story.events[0], foreign], policy: .sample)?.state == .queued)
  }
}
