import Model

/// One line for a person, in pieces of one style each.
///
/// Whoever wrote a text, it is escaped when the line is drawn, so that no caller can forget to.
public struct Line: Hashable, Sendable {
  public struct Piece: Hashable, Sendable {
    public var text: String
    public var style: Style
  }

  public var pieces: [Piece]

  public init(_ text: String, _ style: Style = .plain) {
    pieces = [Piece(text: text, style: style)]
  }

  public static func + (left: Line, right: Line) -> Line {
    var result = left
    result.pieces += right.pieces
    return result
  }

  /// The line as a terminal shows it, without a newline.
  public func drawn(_ colour: Colour) -> String {
    pieces.map { piece in
      let text = SafeText.escaped(piece.text, breaks: .escaped)
      guard colour == .coloured, !text.isEmpty, let start = piece.style.parameters else {
        return text
      }
      return "\u{1b}[\(start)m\(text)\u{1b}[0m"
    }.joined()
  }

  /// The columns it takes.
  public var width: Int {
    pieces.reduce(0) { width, piece in
      width + DisplayWidth.columns(of: SafeText.escaped(piece.text, breaks: .escaped))
    }
  }
}

extension Line: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}
