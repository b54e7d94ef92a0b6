import Model
import Operations
import Render

extension PacketText {
  /// Of what a worker said, so many are shown where not everything is wanted.
  private static let sayingsShown = 10
  /// Lines of one.
  private static let sayingLines = 6

  /// What workers said, the last of it, and what was replied.
  var said: [Line] {
    let shown = packet.said.suffix(isFull ? .max : Self.sayingsShown)
    let before = packet.said.count - shown.count
    let more = Line("  … \(before) before these: git o8 show \(packet.id.short) --full", .faint)
    return (before > 0 ? [more] : []) + shown.flatMap(saying)
  }

  /// Points of acceptance that are shown where not all are asked for.
  private static let pointsShown = 5

  /// Those of a packet's points that no worker claimed, for whoever judges it.
  static func unclaimed(
    _ points: [AcceptancePoint], indent: String, of packet: ObjectID
  ) -> [Line] {
    let open = points.filter { $0.claimant == nil }
    let lines = open.prefix(pointsShown).map { point in
      Line("\(indent)no worker says that it is met: \(point.number). \(point.text)", .warning)
    }
    guard open.count > pointsShown else { return lines }
    let more = open.count - pointsShown
    return lines + [Line("\(indent)… \(more) more: git o8 show \(packet.short)", .faint)]
  }

  /// What has to be true when it is done, and what its worker says of that: nothing is believed.
  var points: [Line] {
    packet.points.flatMap { point in
      let claim =
        point.claimant.map { Line("     the worker says that it is met, attempt \($0)", .faint) }
        ?? Line("     no worker has said that it is met", .warning)
      return Line.folded("\(point.number)  \(point.text)", to: Width.terminal, indent: "  ") + [
        claim
      ]
    }
  }

  private func saying(_ saying: Saying) -> [Line] {
    let number = packet.attempts.first { $0.id == saying.words.started }?.number
    let first =
      Line("  \(saying.words.what.rawValue)", .heading)
      + Line(
        (number.map { ", attempt \($0)" } ?? "") + ", \(Age.phrase(of: saying.at, at: now))",
        .faint)
    let limit = isFull ? Int.max : Self.sayingLines
    let more = "git o8 show \(packet.id.short) --full"
    var lines =
      [first] + Self.quoted(saying.words.sentence, indent: "    ", limit: limit, more: more)
    switch saying.reply {
    case .answered(let answer):
      lines += Self.quoted("answered: \(answer)", indent: "    ", limit: limit, more: more)
    case .dismissed: lines.append(Line("    was to go on without an answer", .faint))
    case nil: break
    }
    return lines
  }
}
