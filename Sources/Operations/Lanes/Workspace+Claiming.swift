import Git
import Lanes
import Model
import Trust

extension Workspace {
  /// Sees to it that this clone is the one to run a packet's worker. What another clone
  /// dispatched brings a command line that came in by a fetch: it is shown and runs only where
  /// somebody says `--here`.
  func claim(
    _ packet: Packet, takingOver: Bool, in governed: GovernedRepository
  ) throws {
    if try runsHere(packet, in: governed) { return }
    let place = place(of: packet.id)
    guard takingOver else {
      let isOurs = place.isOurs(packet)
      let worker =
        packet.work.command.isEmpty
        ? "the runtime \(packet.work.runtime)"
        : packet.work.command.map {
          ShellWord.quoted(SafeText.escaped($0, breaks: .escaped))
        }.joined(separator: " ")
      let hint =
        isOurs || packet.liveAttempt == nil
        ? "add --here to run that on this machine"
        : "its attempt may be under way there; where it is not, --here runs that here"
      throw Problem(
        .refused,
        "packet \(packet.id.short) "
          + (isOurs
            ? "was changed in another clone since this one agreed to run it"
            : place.wasOurs
              ? "has run in another clone since it ran in this one, with \(packet.runner)"
              : "was not dispatched in this clone, but by \(packet.runner) in another")
          + "; its worker is: \(worker)",
        hint: hint)
    }
    let terms = try LaneStory(of: packet, in: governed.repository).terms
    try place.claim(after: packet.attempts.count, on: terms)
  }

  /// Whether a lane of this clone may begin on a packet unasked: no other clone has run it since,
  /// and what it runs is what this machine's user agreed to.
  func runsHere(_ packet: Packet, in governed: GovernedRepository) throws -> Bool {
    let place = place(of: packet.id)
    return try place.isOurs(packet) && place.agrees(toRun: packet, in: governed.repository)
  }

  /// That a packet which is under way is so in another clone; nil where it is none or is so here.
  func runsElsewhere(_ packet: Packet) -> String? {
    guard packet.mayMoveByItself, !packet.restsWithAuthor, !place(of: packet.id).isOurs(packet)
    else { return nil }
    return "packet \(packet.id.short) is \(packet.state.rawValue) in another clone, with "
      + "\(packet.runner)"
  }
}

extension Packet {
  /// Who started its last attempt, or opened it where there is none yet.
  fileprivate var runner: String {
    let last = log.last { line in
      if case .started = line.body { line.ignored == nil } else { false }
    }
    return (last ?? log.first)?.principal.text ?? "nobody"
  }
}
