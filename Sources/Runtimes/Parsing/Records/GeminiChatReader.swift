/// The chat file that gemini keeps. It has no word for an end.
struct GeminiChatReader: RecordReader {
  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"] ?? record["startTime"])
    if record["sessionId"] != nil, record["type"] == nil {
      // A helper's conversation is none of its own.
      if record["kind"]?.string != "subagent" { sink.start(record["sessionId"], model: nil) }
      return true
    }
    let text = ClaudeMessages.text(record["content"])
    switch record["type"]?.string {
    case "user": sink.message(.user, text)
    case "gemini": readAnswer(record, text, &sink)
    case "error": sink.error(FailureText.kind(of: text), text)
    case "info", "warning": sink.message(.system, text)
    default: return false
    }
    return true
  }

  private func readAnswer(_ record: JSONRecord, _ text: String, _ sink: inout EventSink) {
    sink.message(.agent, text)
    for call in record["toolCalls"]?.elements ?? [] {
      sink.call(call["id"], call["name"]?.string, call["args"])
      let status = call["status"]?.string
      guard status != nil || call["result"] != nil else { continue }
      let result = call["resultDisplay"]?.string ?? call["result"]?.source
      let isFine = status == nil || status == "success"
      sink.result(
        call["id"], result, isFine ? .succeeded : status == "cancelled" ? .denied : .failed)
    }
    guard let tokens = record["tokens"] else { return }
    sink.add(
      .usage(
        .init(
          inputTokens: tokens["input"]?.count ?? 0, outputTokens: tokens["output"]?.count ?? 0,
          costMicros: nil, counts: .turn)))
  }
}
