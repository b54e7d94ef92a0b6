import Git
import Lanes
import Model
import Store
import Trust

/// Which packets wait for a lane, the first to run first.
struct LaneQueue {
  let governed: GovernedRepository

  /// Packets that could start now: by priority, then by age.
  func ready() throws -> [Packet] {
    var waiting: [Packet] = []
    for reference in try governed.repository.references(under: Layout.packets) {
      guard let id = Layout.packet(of: reference.name), try looksQueued(reference.target),
        let packet = try governed.storyOfPacket(id), packet.awaitsLane
      else { continue }
      waiting.append(packet)
    }
    let landed = try landedPackets(among: waiting)
    return waiting.filter { $0.state != .queued || landed.isSuperset(of: $0.work.after) }.sorted(
      by: Self.precedes)
  }

  /// All packets whose chains are here and open, by id.
  func open() throws -> [Packet] {
    try governed.repository.references(under: Layout.packets).compactMap { reference in
      guard try governed.repository.kind(of: reference.target) == .commit else { return nil }
      return try Layout.packet(of: reference.name).flatMap { try governed.storyOfPacket($0) }
    }.filter(\.state.isOpen)
  }

  /// The packets that `packet` still waits for.
  func missing(for packet: Packet) throws -> [ObjectID] {
    let landed = try landedPackets(among: [packet])
    return packet.work.after.filter { !landed.contains($0) }
  }

  private static func precedes(_ left: Packet, _ right: Packet) -> Bool {
    if left.work.priority != right.work.priority {
      return left.work.priority > right.work.priority
    }
    let (mine, its) = (left.log.first?.at.seconds ?? 0, right.log.first?.at.seconds ?? 0)
    return (mine, left.id) < (its, right.id)
  }

  /// What the tip's writer believed; only the few that say so are folded.
  private func looksQueued(_ tip: ObjectID) throws(GitError) -> Bool {
    // One reference that points at a blob must not stop all lanes.
    guard try governed.repository.kind(of: tip) == .commit else { return false }
    let commit = try governed.repository.commit(tip, limit: Limits.commitBytes)
    // A join says nothing of a state.
    return commit.parents.count > 1 || commit.message.contains("\nO8-State: queued")
      || commit.message.contains("\nO8-State: running")
      || commit.message.contains("\nO8-State: waiting")
  }

  private func landedPackets(among waiting: [Packet]) throws -> Set<ObjectID> {
    let wanted = Set(waiting.flatMap(\.work.after))
    guard !wanted.isEmpty else { return [] }
    let judge = Judge(governed)
    return try wanted.filter { id in
      if case .landed(_, .confirmed)? = try judge.closing(of: id)?.claim { true } else { false }
    }
  }
}

extension Packet {
  /// Whether a lane that is free is to take it: it never ran, its worker is to go on now or at a
  /// known moment, or a lane died between two steps.
  var awaitsLane: Bool {
    switch state {
    case .queued: true
    case .running: !isAdopted && liveAttempt == nil
    case .waiting: pause?.until != nil
    default: false
    }
  }
}
