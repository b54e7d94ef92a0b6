import Foundation

/// One figure with what it is held against.
struct Row {
  enum Bar {
    /// The figure itself.
    case atMost(Double)
    /// `value / baseline`.
    case ratioAtMost(Double)
    /// `baseline / value`.
    case timesFaster(Double)
    /// `value - baseline`.
    case addsAtMost(Double)
  }

  let name: String
  var unit = "ms"
  let value: Double
  var baseline: Double?
  let bar: Bar

  var ratio: Double? { baseline.map { value / $0 } }

  var holds: Bool? {
    switch bar {
    case .atMost(let limit): value <= limit
    case .ratioAtMost(let limit): ratio.map { $0 <= limit }
    case .timesFaster(let times): baseline.map { $0 / value >= times }
    case .addsAtMost(let limit): baseline.map { value - $0 <= limit }
    }
  }

  private var barText: String {
    switch bar {
    case .atMost(let limit): "<= \(Self.text(limit)) \(unit)"
    case .ratioAtMost(let limit): "<= \(Self.text(limit)) x"
    case .timesFaster(let times): ">= \(Self.text(times)) x faster"
    case .addsAtMost(let limit): "adds <= \(Self.text(limit)) \(unit)"
    }
  }

  private static func text(_ number: Double?) -> String {
    guard let number else { return "-" }
    return String(format: number < 10 ? "%.2f" : "%.1f", number)
  }

  static func table(_ rows: [Row]) -> String {
    let cells =
      [["WHAT", "UNIT", "VALUE", "GIT", "RATIO", "BAR", ""]]
      + rows.map { row in
        [
          row.name, row.unit, text(row.value), text(row.baseline), text(row.ratio), row.barText,
          row.holds.map { $0 ? "holds" : "MISSED" } ?? "-",
        ]
      }
    let widths = (0..<7).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { line in
      zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
        .joined(separator: "  ")
    }.joined(separator: "\n")
  }

  static func json(_ rows: [Row]) -> String {
    func number(_ value: Double?) -> String {
      value.map { String(format: "%.4f", $0) } ?? "null"
    }
    let objects = rows.map { row in
      "{\"name\":\"\(row.name)\",\"unit\":\"\(row.unit)\",\"value\":\(number(row.value)),"
        + "\"baseline\":\(number(row.baseline)),\"ratio\":\(number(row.ratio)),"
        + "\"bar\":\"\(row.barText)\",\"holds\":\(row.holds.map(String.init) ?? "null")}"
    }
    return "[" + objects.joined(separator: ",\n ") + "]"
  }
}
