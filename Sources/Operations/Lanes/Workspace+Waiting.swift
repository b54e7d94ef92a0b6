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
    let ids = try idsToWaitFor(waiting)
    let clock = ContinuousClock()
    let deadline = waiting.timeoutSeconds.map { clock.now + .seconds($0) }
    while true {
      // Opened anew each time: policy and ledger move too.
      let governed = try governed()
      let judge = Judge(governed)
      let packets = try ids.map { id in
        guard let packet = try judge.packet(id) else { return try story(of: id, in: governed) }
        return packet
      }
      let done = packets.filter { isDone($0, waiting) }
      if waiting.reach == .any ? !done.isEmpty || ids.isEmpty : done.count == ids.count {
        return waiting.reach == .any ? done : packets
      }
      if let deadline, clock.now >= deadline {
        let late = packets.filter { !isDone($0, waiting) }
          .map { "\($0.id.short) is \($0.state.rawValue)" }
        throw Problem(
          .timeout, "time ran out: \(late.joined(separator: ", "))",
          hint: "git o8 wait again, or git o8 log ID")
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

  private func isDone(_ packet: Packet, _ waiting: Waiting) -> Bool {
    if let until = waiting.until { return packet.state == until || !packet.state.isOpen }
    // What says that it runs and has no lane is next for a person too.
    let isLeft = packet.state != .queued && !place(of: packet.id).isHeld
    return !packet.mayMoveByItself || isLeft
  }
}
