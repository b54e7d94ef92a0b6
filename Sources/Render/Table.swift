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
    var widths: [Int] = []
    for row in all {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.width)
      }
    }
    return all.map { Self.line($0, widths) }
  }

  /// Nothing is padded behind the last cell that says something.
  private static func line(_ row: [Line], _ widths: [Int]) -> Line {
    let end = (row.lastIndex { $0.width > 0 } ?? -1) + 1
    var line = Line("")
    for (column, cell) in row.prefix(end).enumerated() {
      line = line + cell
      guard column + 1 < end else { break }
      line = line + Line(String(repeating: " ", count: widths[column] - cell.width + gap))
    }
    return line
  }
}
