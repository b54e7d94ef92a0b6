public import ArgumentParser
public import Model
import Render

extension PacketState: ExpressibleByArgument {}

extension PacketState {
  /// How it looks in a column.
  var line: Line {
    switch self {
    case .review, .waiting: Line(rawValue, .warning)
    case .approved, .landed: Line(rawValue, .good)
    case .failed, .rejected: Line(rawValue, .bad)
    case .queued, .running, .gating, .cancelled, .reported: Line(rawValue)
    }
  }
}

extension Role {
  /// Such as `1 operator, 2 reviewers`.
  static func list(_ counts: [Role: Int]) -> String {
    allCases.compactMap { role in
      counts[role].map { counted($0, role.rawValue) }
    }.joined(separator: ", ")
  }
}

/// How wide things are where nobody says how wide the terminal is, and prose everywhere.
public enum Width {
  public static let terminal = 80
  /// Of what is no terminal: nothing is cut there.
  static let unlimited = Int(Int32.max)
  /// A title behind an id, a state and an age.
  static let title = 48
}
