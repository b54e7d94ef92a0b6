import Model
import Operations
import Render

extension SessionEvent {
  /// One line with `--json`; else as many as the text has.
  func drawn(asJSON: Bool) -> String {
    guard asJSON else {
      let head = [kind == "message" ? nil : kind, subject].compactMap { $0 }
      let about = SafeText.singleLine(head.joined(separator: " "), limit: 200)
      return "[\(seq)] \(about): \(SafeText.escaped(text, breaks: .kept))"
    }
    return JSONText(.oneLine).text(of: [
      "seq": JSONValue(seq), "part": JSONValue(part), "at": JSONValue(at?.text),
      "kind": .string(kind), "subject": JSONValue(subject), "text": .string(text),
    ])
  }
}
