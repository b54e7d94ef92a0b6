public import Model

/// What a command has to say, for people and for programs.
public struct Answer: Sendable {
  public var lines: [Line]
  private var document: @Sendable () -> JSONValue

  /// Made when it is asked for.
  public var json: JSONValue {
    get { document() }
    set { document = { newValue } }
  }

  public init(_ lines: [Line], json: JSONValue) { self.init(lines) { json } }

  /// An answer whose document takes long to make: whoever reads the lines does not wait for it.
  public init(_ lines: [Line], json: @escaping @Sendable () -> JSONValue) {
    self.lines = lines
    document = json
  }
}

/// How an answer is wanted.
public enum OutputForm: Hashable, Sendable {
  case text(Colour)
  case json(JSONText.Layout)

  /// The whole of `answer` with its final newline; nothing for no lines.
  public func text(of answer: Answer) -> String {
    switch self {
    case .text(let colour): answer.lines.map { $0.drawn(colour) + "\n" }.joined()
    case .json(let layout): JSONText(layout).text(of: answer.json) + "\n"
    }
  }
}
