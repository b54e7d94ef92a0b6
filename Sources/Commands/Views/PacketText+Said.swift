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
      [first] + Self.quoted(saying.words.text, indent: "    ", limit: limit, more: more)
    switch saying.reply {
    case .answered(let answer):
      lines += Self.quoted("answered: \(answer)", indent: "    ", limit: limit, more: more)
    case .dismissed: lines.append(Line("    was to go on without an answer", .faint))
    case nil: break
    }
    return lines
  }
}
