/// What stands in a placeholder's place. Text that somebody else wrote cannot break the frame:
/// it is either one line or fenced.
public indirect enum TemplateValue: Hashable, Sendable {
  /// Text that o8 wrote itself.
  case own(String)
  /// Foreign text within a line: line breaks become blanks.
  case line(String)
  /// Foreign text of any length, between fences longer than any it holds.
  case fenced(String)
  /// A list, a line each, or the sentence that says there is nothing.
  case list([String], otherwise: String)
  /// Paragraphs, a blank line between them, each put together from parts.
  case sections([[TemplateValue]])

  public var text: String {
    switch self {
    case .own(let text): text
    case .line(let text): Self.oneLine(text)
    case .fenced(let text): Self.fence(text)
    case .list(let items, let otherwise):
      items.isEmpty ? otherwise : items.map { "- " + Self.oneLine($0) }.joined(separator: "\n")
    case .sections(let sections):
      sections.map { $0.map(\.text).joined() }.joined(separator: "\n\n")
    }
  }

  private static func oneLine(_ text: String) -> String {
    let shown = text.unicodeScalars.map { isBreak($0) || isHidden($0) ? " " : Character($0) }
    return String(shown).split(separator: " ").joined(separator: " ")
  }

  private static func fence(_ text: String) -> String {
    var body = ""
    var run = 0
    var longest = 2
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
      if !isHidden(scalar) {
        body.unicodeScalars.append(scalar)
      } else {
        body += "\u{fffd}"
      }
    }
    let fence = String(repeating: "`", count: longest + 1)
    return fence + "text\n" + body + (body.hasSuffix("\n") ? "" : "\n") + fence
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }

  /// Controls and marks that change how the text around them is read without being seen.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t", "\r": false
    case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": true
    case "\u{200b}"..."\u{200f}", "\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}", "\u{feff}":
      true
    default: false
    }
  }
}
