import Model

extension Isolation {
  /// The values that a setting takes.
  static let list = allCases.map(\.rawValue).joined(separator: ", ")
}

extension CageNetwork {
  /// The values that a setting takes.
  static let list = allCases.map(\.rawValue).joined(separator: ", ")

  /// What the settings are about, by one name everywhere.
  static let subject = "network from a cage"

  /// Who reaches it.
  var words: String {
    switch self {
    case .all: "all (workers and gates reach it)"
    case .workers: "workers (workers reach it, gates do not)"
    case .none: "none (nobody reaches it)"
    }
  }
}
