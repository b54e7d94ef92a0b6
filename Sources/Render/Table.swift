/// Rows under headings, columns two blanks apart and as wide as their widest cell.
public struct Table: Hashable, Sendable {
  public var headings: [String]
  public var rows: [[Line]]

  private static let gap = 2
  /// A column that gives way keeps so much: less of a title says nothing.
  private static let leastColumns = 12

  public init(_ headings: [String], rows: [[Line]]) {
    self.headings = headings
    self.rows = rows
  }

  public var lines: [Line] {
    let all = [headings.map { Line($0, .heading) }] + rows
    let measured = all.map { $0.map(\.width) }
    let widths = Self.widths(measured)
    return zip(all, measured).map { Self.line($0, $1, widths) }
  }

  /// The lines in at most so many columns of a terminal: the column `giving` way is cut as far as
  /// the others need, then whatever is too long still.
  public func lines(within columns: Int, giving: Int) -> [Line] {
    let widths = Self.widths(([headings.map { Line($0) }] + rows).map { $0.map(\.width) })
    let excess = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - columns
    var table = self
    if excess > 0, giving < widths.count {
      let room = max(Self.leastColumns, widths[giving] - excess)
      for row in table.rows.indices where giving < table.rows[row].count {
        table.rows[row][giving] = table.rows[row][giving].clipped(to: room)
      }
    }
    return table.lines.map { $0.clipped(to: columns) }
  }

  private static func widths(_ measured: [[Int]]) -> [Int] {
    var widths: [Int] = []
    for row in measured {
      for (column, width) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], width)
      }
    }
    return widths
  }

  /// Nothing is padded behind the last cell that says something.
  private static func line(_ row: [Line], _ measured: [Int], _ widths: [Int]) -> Line {
    let end = (measured.lastIndex { $0 > 0 } ?? -1) + 1
    var line = Line("")
    line.pieces = []
    for column in 0..<end {
      line.pieces += row[column].pieces
      guard column + 1 < end else { break }
      let blanks = widths[column] - measured[column] + gap
      line.pieces.append(Line.Piece(text: String(repeating: " ", count: blanks), style: .plain))
    }
    return line
  }
}
