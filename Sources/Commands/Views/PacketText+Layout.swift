import Render

extension PacketText {
  /// Cells in columns without headings, each row cut to a terminal's width, and a line under a
  /// row where there is one.
  static func aligned(
    _ rows: [[Line]], within columns: Int, giving: Int, under: [Line?] = []
  ) -> [Line] {
    let table = Table([], rows: rows).lines(within: columns, giving: giving).dropFirst()
    return table.enumerated().flatMap { index, line in
      [line] + (index < under.count ? [under[index]].compactMap { $0 } : [])
    }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// What somebody said, at most so many lines of it.
  static func quoted(
    _ text: String, indent: String, limit: Int = 20, more: String? = nil
  ) -> [Line] {
    let lines = Line.folded(text, to: Width.terminal, indent: indent)
    guard lines.count > limit else { return lines }
    let rest = "\(indent)… \(lines.count - limit) more lines" + (more.map { ": \($0)" } ?? "")
    return lines.prefix(limit) + [Line(rest, .faint)]
  }
}
