import Model
import Operations
import Render

extension SessionEvent {
  /// Of what a worker was told, the beginning: its prompt is the same in every attempt, and long.
  private var shown: String {
    guard kind == "message", subject == "user" else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > Self.toldLines else { return text }
    let rest = counted(lines.count - Self.toldLines, "further line")
    return lines.prefix(Self.toldLines).joined(separator: "\n") + "\n… \(rest), with --json"
  }

  private static let toldLines = 12
  private static let indent = "    "

  /// One line with `--json`; else as many as the text has.
  func drawn(asJSON: Bool) -> String {
    guard asJSON else {
      let head = [kind == "message" ? nil : kind, subject].compactMap { $0 }
      let about = SafeText.singleLine(head.joined(separator: " "), limit: 200)
      let lines = SafeText.escaped(shown, breaks: .kept).split(
        separator: "\n", omittingEmptySubsequences: false)
      // Under the first: what a worker says begins no line, as words of the lane do.
      let said = text.isEmpty ? "" : ": " + lines.joined(separator: "\n\(Self.indent)")
      return "[\(seq)] \(about)\(said)"
    }
    return JSONText(.oneLine).text(of: [
      "seq": JSONValue(seq), "part": JSONValue(part), "at": JSONValue(at?.text),
      "kind": .string(kind), "subject": JSONValue(subject), "text": .string(text),
    ])
  }
}
