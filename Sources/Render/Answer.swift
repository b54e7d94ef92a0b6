public import Model

/// What a command has to say, for people and for programs.
public struct Answer: Hashable, Sendable {
  public var lines: [Line]
  public var json: JSONValue

  public init(_ lines: [Line], json: JSONValue) {
    self.lines = lines
    self.json = json
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
