/// Whether text may carry colour.
public enum Colour: Hashable, Sendable {
  case plain
  case coloured

  /// Colour only where a person looks, and not against their wish (`NO_COLOR`, a dumb terminal).
  public init(isTerminal: Bool, environment: [String: String]) {
    let unwanted = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
    self = isTerminal && !unwanted ? .coloured : .plain
  }
}

/// What a piece of text is, from which follows how it looks.
public enum Style: Hashable, Sendable {
  case plain
  case heading
  case faint
  case good
  case bad
  case warning

  /// The parameters of the terminal's sequence that starts it; nil where nothing starts.
  var parameters: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .faint: "2"
    case .good: "32"
    case .bad: "31"
    case .warning: "33"
    }
  }
}
