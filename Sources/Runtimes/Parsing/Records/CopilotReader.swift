/// `--output-format json` of copilot: events whose content stands in `data`.
struct CopilotReader: RecordReader {
  /// The last error that no answer followed.
  private var standing: String?

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    guard let type = record["type"]?.string else { return false }
    let data = record["data"]
    switch type {
    case "session.start":
      sink.start(data?["sessionId"], model: data?["selectedModel"] ?? data?["model"])
    case "user.message": sink.message(.user, data?["content"]?.string)
    case "assistant.message":
      standing = nil
      sink.message(.agent, data?["content"]?.string)
      if let output = data?["outputTokens"]?.count {
        sink.add(
          .usage(
            .init(inputTokens: 0, outputTokens: output, costMicros: nil, counts: .turn)))
      }
    case "tool.execution_start":
      sink.call(data?["toolCallId"], data?["toolName"]?.string, data?["arguments"])
    case "tool.execution_complete": readTool(data, &sink)
    case "session.error":
      let text = data?["message"]?.string ?? ""
      standing = text
      sink.error(FailureText.kind(of: text), text)
    case "abort", "session.abort": sink.add(.end(.aborted))
    case "result": readResult(record, &sink)
    default:
      // Its events have names with a point: deltas, hooks, turns, its own housekeeping.
      return type.contains(".")
    }
    return true
  }

  private func readTool(_ data: JSONRecord?, _ sink: inout EventSink) {
    let error = data?["error"]
    let text = data?["result"]?["content"]?.string ?? error?["message"]?.string
    let isFine = data?["success"]?.bool ?? (error == nil)
    let isDenied = error?["code"]?.string == "denied"
    sink.result(data?["toolCallId"], text, isFine ? .succeeded : isDenied ? .denied : .failed)
  }

  private func readResult(_ record: JSONRecord, _ sink: inout EventSink) {
    // Some versions name the session here only.
    if record["sessionId"] != nil { sink.start(record["sessionId"], model: nil) }
    let exit = record["exitCode"]?.int ?? 0
    guard exit != 0 else { return sink.add(.end(.completed)) }
    guard let text = standing else { return sink.add(.end(.failed("exit \(exit)"))) }
    sink.fail(FailureText.kind(of: text), text)
  }
}
