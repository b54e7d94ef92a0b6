import Model
import Operations
import Render

extension PacketText {
  /// Of each gate's part that many lines are shown, most of them from its end: what a program says
  /// last is why it gave up.
  private static let headLines = 1
  private static let tailLines = 14
  /// More gates than this are red for one reason.
  private static let partLimit = 4

  /// What rules and gates said of the head that is red.
  var red: [Line] {
    guard let report = report.red else { return [] }
    let more = "git o8 show \(packet.id.short) --full"
    let parts = Self.parts(of: report)
    guard !isFull else { return parts.flatMap { Self.drawn($0) } }
    var lines: [Line] = []
    for part in parts.prefix(Self.partLimit) {
      let drawn = Self.drawn(part)
      let left = drawn.count - Self.headLines - Self.tailLines
      // A cut that saves a line or two is none.
      guard left > 2 else {
        lines += drawn
        continue
      }
      lines += drawn.prefix(Self.headLines)
      lines.append(Line("  … \(left) lines: \(more)", .faint))
      lines += drawn.suffix(Self.tailLines)
    }
    if parts.count > Self.partLimit {
      lines.append(Line("  … \(parts.count - Self.partLimit) more gates: \(more)", .faint))
    }
    return lines
  }

  /// The report by its headings, each without the blank lines around it.
  private static func parts(of report: String) -> [[Substring]] {
    var parts: [[Substring]] = []
    var fence: Substring?
    for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
      // A log may hold what looks like a heading.
      let ticks = line.prefix { $0 == "`" }
      if let open = fence {
        if line == open { fence = nil }
      } else if ticks.count >= 3 {
        fence = ticks
      } else if line.hasPrefix("## ") {
        parts.append([])
      }
      if parts.isEmpty { parts.append([]) }
      parts[parts.count - 1].append(line)
    }
    return parts.map { part in
      let end = part.lastIndex { $0.contains { !$0.isWhitespace } }
      return Array(part[..<((end ?? -1) + 1)].drop { $0.allSatisfy(\.isWhitespace) })
    }.filter { !$0.isEmpty }
  }

  private static func drawn(_ part: [Substring]) -> [Line] {
    Line.folded(part.joined(separator: "\n"), to: Width.terminal, indent: "  ")
  }
}
