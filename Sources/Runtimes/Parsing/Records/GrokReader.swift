/// `streaming-json` of grok: pieces of text, and who it was at the end only.
struct GrokReader: RecordReader {
  private var isStarted = false
  private var pieces = MessagePieces()

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    let type = record["type"]?.string
    guard let type, ["text", "thought", "end", "error"].contains(type) else { return false }
    if !isStarted {
      isStarted = true
      sink.start(nil, model: nil)
    }
    if type == "text" {
      pieces.take(record["data"]?.string, &sink)
      return true
    }
    pieces.flush(&sink)
    if type == "end" { readEnd(record, &sink) }
    if type == "error" {
      let text = record["message"]?.string ?? ""
      // It has no other end for a run that fails.
      sink.fail(FailureText.kind(of: text), text)
    }
    return true
  }

  private func readEnd(_ record: JSONRecord, _ sink: inout EventSink) {
    sink.start(record["sessionId"], model: nil)
    if let usage = record["usage"] {
      sink.add(
        .usage(
          .init(
            inputTokens: usage["input_tokens"]?.count ?? 0,
            outputTokens: usage["output_tokens"]?.count ?? 0, costMicros: nil, counts: .turn)))
    }
    sink.add(.end(AgentStop.end(record["stopReason"]?.string)))
  }
}

/// Why an agent of the Agent Client Protocol stopped, in either spelling.
enum AgentStop {
  static func end(_ reason: String?) -> TranscriptEvent.End {
    switch reason?.lowercased() {
    case "endturn", "end_turn", nil: .completed
    case "cancelled", "canceled": .aborted
    case .some: .failed(reason ?? "")
    }
  }
}
