/// The file that codebuddy keeps of a conversation. It has no word for an end.
struct CodebuddySessionReader: RecordReader {
  private var isStarted = false
  /// The answer that was counted last: each of its parts is a record with the same usage.
  private var counted: String?

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    if !isStarted, record["sessionId"] != nil {
      isStarted = true
      sink.start(record["sessionId"], model: record["providerData"]?["model"])
    }
    switch record["type"]?.string {
    case "message": readMessage(record, &sink)
    case "function_call": sink.call(record["callId"], record["name"]?.string, record["arguments"])
    case "function_call_result":
      let isDone = record["status"]?.string == "completed"
      sink.result(
        record["callId"], record["output"]?["text"]?.string ?? record["output"]?.string,
        isDone ? .succeeded : .failed)
    default: return false
    }
    count(record["providerData"], &sink)
    return true
  }

  private func readMessage(_ record: JSONRecord, _ sink: inout EventSink) {
    let text = ClaudeMessages.text(record["content"])
    if let error = record["providerData"]?["error"] {
      let words = error["message"]?.string ?? text
      let kind = error["status"]?.int.flatMap { FailureText.kind(ofStatus: $0) }
      return sink.error(kind ?? FailureText.kind(of: words), words)
    }
    switch record["role"]?.string {
    case "user": sink.message(.user, text)
    case "assistant": sink.message(.agent, text)
    default: sink.message(.system, text)
    }
  }

  private mutating func count(_ provider: JSONRecord?, _ sink: inout EventSink) {
    guard let usage = provider?["usage"], let id = provider?["messageId"]?.string, id != counted
    else { return }
    counted = id
    sink.add(
      .usage(
        .init(
          inputTokens: usage["inputTokens"]?.count ?? 0,
          outputTokens: usage["outputTokens"]?.count ?? 0, costMicros: nil, counts: .turn)))
  }
}
