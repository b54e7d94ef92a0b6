import Lanes
public import Model
import Trust

extension Workspace {
  /// What is next with a packet for the person of this clone; nil where that is what its state
  /// says.
  public func nextCommand(for packet: Packet) -> String? {
    if let hint = gateHint(for: packet) { return hint }
    if let landing = pendingLanding(of: packet) { return landing.command }
    if let unheld = unheldLanding(of: packet), unheld.cause != .otherWay {
      return unheld.command ?? "git o8 show \(packet.id.short)"
    }
    return switch packet.state {
    case .waiting where packet.question != nil: "git o8 answer \(packet.id.short) TEXT"
    case .waiting: command("resume", packet)
    case .failed: command("retry", packet)
    default: nil
    }
  }

  /// Its landing, where that is not final yet; nil too where that cannot be told.
  func pendingLanding(of packet: Packet) -> PendingLanding? {
    guard packet.closing != nil, let governed = try? governed() else { return nil }
    return try? Judge(governed).pendingLanding(of: packet)
  }

  /// A landing that the ledger claims and that does not hold; nil too where that cannot be told.
  private func unheldLanding(of packet: Packet) -> UnheldLanding? {
    guard packet.state.isOpen, let governed = try? governed() else { return nil }
    return (try? Judge(governed).unheldLandings(of: packet))?.last
  }

  /// The command that has its worker go on.
  func command(_ verb: String, _ packet: Packet) -> String {
    place(of: packet.id).command(verb, packet)
  }
}

extension LanePlace {
  /// The same; in a clone whose it is not, `--here` says that its worker is to run there.
  func command(_ verb: String, _ packet: Packet) -> String {
    "git o8 \(verb) \(packet.id.short)" + (isOurs(packet) ? "" : " --here")
  }
}
