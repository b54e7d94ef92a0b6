/// Rows under headings, columns two blanks apart and as wide as their widest cell.
public struct Table: Hashable, Sendable {
  public var headings: [String]
  public var rows: [[Line]]

  private static let gap = 2

  public init(_ headings: [String], rows: [[Line]]) {
    self.headings = headings
    self.rows = rows
  }

  public var lines: [Line] {
    let all = [headings.map { Line($0, .heading) }] + rows
    let measured = all.map { $0.map(\.width) }
    var widths: [Int] = []
    for row in measured {
      for (column, width) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], width)
      }
    }
    return zip(all, measured).map { Self.line($0, $1, widths) }
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
