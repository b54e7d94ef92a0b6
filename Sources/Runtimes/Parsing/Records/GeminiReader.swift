/// `stream-json` of gemini.
struct GeminiReader: RecordReader {
  private var pieces = MessagePieces()

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    if record["delta"]?.bool == true {
      pieces.take(record["content"]?.string, &sink)
      return true
    }
    pieces.flush(&sink)
    switch record["type"]?.string {
    case "init": sink.start(record["session_id"], model: record["model"])
    case "message":
      sink.message(record["role"]?.string == "user" ? .user : .agent, record["content"]?.string)
    case "tool_use":
      sink.call(record["tool_id"], record["tool_name"]?.string, record["parameters"])
    case "tool_result":
      let isFine = record["status"]?.string == "success"
      let text = record["output"]?.string ?? record["error"]?["message"]?.string
      sink.result(record["tool_id"], text, isFine ? .succeeded : .failed)
    case "error": readError(record, &sink)
    case "result": readResult(record, &sink)
    default: return false
    }
    return true
  }

  private func readError(_ record: JSONRecord, _ sink: inout EventSink) {
    let text = record["message"]?.string ?? ""
    if record["severity"]?.string == "warning" { return sink.message(.system, text) }
    sink.error(FailureText.kind(of: text), text)
  }

  private func readResult(_ record: JSONRecord, _ sink: inout EventSink) {
    if let stats = record["stats"] {
      sink.add(
        .usage(
          .init(
            inputTokens: stats["input_tokens"]?.count ?? 0,
            outputTokens: stats["output_tokens"]?.count ?? 0, costMicros: nil, counts: .turn)))
    }
    guard record["status"]?.string != "success" else { return sink.add(.end(.completed)) }
    let error = record["error"]
    let text = error?["message"]?.string ?? error?.string ?? "the run failed"
    let type = error?["type"]?.string ?? ""
    let kind = FailureText.kind(of: text)
    sink.fail(kind == .other ? FailureText.kind(of: type) : kind, text)
  }
}
