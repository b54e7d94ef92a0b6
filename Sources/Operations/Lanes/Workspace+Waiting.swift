import Git
import Lanes
public import Model
import Trust

/// What somebody waits for.
public struct Waiting: Hashable, Sendable {
  public enum Reach: Hashable, Sendable { case all, any }

  public var packets: [String]
  public var reach: Reach
  /// Nil for the first state in which people are next.
  public var until: PacketState?
  public var timeoutSeconds: Int?

  public init(
    packets: [String], reach: Reach = .all, until: PacketState? = nil, timeoutSeconds: Int? = nil
  ) {
    self.packets = packets
    self.reach = reach
    self.until = until
    self.timeoutSeconds = timeoutSeconds
  }
}

extension Workspace {
  /// How often references are looked at: one system call each.
  private static let waitTickMilliseconds = 100

  /// Waits for packets, for all that are under way where none is named. Throws a `Problem` of
  /// the kind `timeout` when the time is up.
  public func wait(_ waiting: Waiting) async throws -> [Packet] {
    // What became ready behind our back, such as by a push, is not waited for in vain.
    try startQueuedLanes()
    let ids = try idsToWaitFor(waiting)
    let clock = ContinuousClock()
    let deadline = waiting.timeoutSeconds.map { clock.now + .seconds($0) }
    while true {
      // Asked before the packets are read: a lane writes its last word and then ends.
      let held = Set(ids.filter { place(of: $0).isHeld })
      // Opened anew each time: policy and ledger move too.
      let governed = try governed()
      let book = PacketBook(governed: governed)
      let packets = try ids.map { id in
        guard let packet = try book.packet(id) else { return try story(of: id, in: governed) }
        return packet
      }
      let done = packets.filter { isDone($0, waiting, held) }
      if waiting.reach == .any ? !done.isEmpty || ids.isEmpty : done.count == ids.count {
        return waiting.reach == .any ? done : packets
      }
      if let deadline, clock.now >= deadline {
        let late = packets.filter { !isDone($0, waiting, held) }
        let words = late.map { "\($0.id.short) is \($0.state.rawValue)" }
        throw Problem(
          .timeout, "time ran out: \(words.joined(separator: ", "))",
          hint: late.first.map(hintAfterWaiting))
      }
      try await Task.sleep(for: .milliseconds(Self.waitTickMilliseconds))
    }
  }

  private func idsToWaitFor(_ waiting: Waiting) throws -> [ObjectID] {
    let governed = try governed()
    guard waiting.packets.isEmpty else {
      let naming = PacketNaming(governed: governed)
      return try waiting.packets.map { try naming.packet(named: $0, among: .everyPacket) }
    }
    return try LaneQueue(governed: governed).open().filter(\.mayMoveByItself).map(\.id)
  }

  private func isDone(
    _ packet: Packet, _ waiting: Waiting, _ held: Set<ObjectID>
  ) -> Bool {
    let hasNone = !held.contains(packet.id)
    if hasNone, isAbandoned(packet) { return true }
    guard let until = waiting.until else {
      return !packet.mayMoveByItself || hasNone && isLeft(packet)
    }
    if packet.hasReached(until) { return true }
    // Only a person brings these on.
    return !packet.state.isOpen || packet.state == .failed
  }

  /// What says that it runs and has no lane is next for a person too.
  private func isLeft(_ packet: Packet) -> Bool {
    let place = place(of: packet.id)
    guard packet.state != .queued, !place.isHeld else { return false }
    // Another clone's lane is seen by its events alone.
    return place.isOurs(packet) || packet.restsWithAuthor
  }

  private func isAbandoned(_ packet: Packet) -> Bool {
    place(of: packet.id).isAbandoned(by: packet)
  }

  /// Why waiting on for a packet that somebody waited for makes no sense; nil where it came to
  /// what was wanted.
  public func disappointment(_ packet: Packet, _ waiting: Waiting) -> Problem? {
    let name = "packet \(packet.id.short)"
    // One that is to be started again says why its lane could not.
    let isStuck =
      packet.state == .running && !packet.isAdopted && isLeft(packet)
      && !place(of: packet.id).complaint.isEmpty
    if isAbandoned(packet) || isStuck {
      if let help = gateHelp(for: packet) {
        return Problem(
          .refused, "\(name) stays at its gates: \(help.reason)", hint: help.hint)
      }
      let said = place(of: packet.id).complaint.first.map { ": \($0)" } ?? ""
      return Problem(
        .refused, "the lane of \(name) died while it was \(packet.state.rawValue)\(said)",
        hint: "git o8 reconcile \(packet.id.short)")
    }
    if let until = waiting.until {
      guard !packet.hasReached(until) else { return nil }
      let never = packet.state.isOpen ? "" : ", and stays so"
      return Problem(
        .refused,
        "\(name) is \(packet.state.rawValue)\(never): it does not become "
          + "\(until.rawValue) by waiting",
        hint: "git o8 show \(packet.id.short)")
    }
    guard packet.state == .failed else { return nil }
    return Problem(.refused, "\(name) has failed", hint: "git o8 show \(packet.id.short)")
  }
}

extension Packet {
  /// What carries over is in review by its events, and approved by the rule.
  fileprivate func hasReached(_ until: PacketState) -> Bool {
    state == until || until == .review && carried != nil
  }

}

extension Workspace {
  /// What gets a packet on, for who has waited long enough.
  private func hintAfterWaiting(_ packet: Packet) -> String {
    if let landing = pendingLanding(of: packet) { return "\(landing.command) makes it final" }
    let id = packet.id.short
    return switch packet.state {
    case .review:
      "it waits for people: git o8 diff \(id), then git o8 verdict \(id) approve --merge"
    case .approved: "git o8 merge \(id) lands it"
    case .waiting where packet.question != nil:
      "git o8 answer \(id) TEXT answers what its worker asks"
    case .waiting: "\(command("resume", packet)) has it go on"
    case .failed: "\(command("retry", packet)) starts it over"
    case .queued: "git o8 status says what it waits for"
    case .running, .gating:
      "git o8 log \(id) --follow shows what it does; or git o8 wait \(id) again"
    case .landed, .rejected, .cancelled, .reported: "git o8 show \(id)"
    }
  }
}
