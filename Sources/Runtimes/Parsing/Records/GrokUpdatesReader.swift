/// The file of session updates that grok keeps, in the form of the Agent Client Protocol.
struct GrokUpdatesReader: RecordReader {
  private var isStarted = false

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    let parameters = record["params"]
    guard let update = parameters?["update"] else { return false }
    sink.note(parameters?["_meta"]?["agentTimestampMs"] ?? record["timestamp"])
    if !isStarted {
      isStarted = true
      sink.start(parameters?["sessionId"], model: update["_meta"]?["modelId"])
    }
    switch update["sessionUpdate"]?.string {
    case "user_message_chunk":
      // A further turn begins with what the user says.
      sink.start(nil, model: nil)
      sink.message(.user, update["content"]?["text"]?.string)
    case "agent_message_chunk": sink.message(.agent, update["content"]?["text"]?.string)
    case "tool_call":
      sink.call(update["toolCallId"], update["title"]?.string, update["rawInput"])
    case "tool_call_update": readTool(update, &sink)
    case "turn_completed": readEnd(update, &sink)
    default: return false
    }
    return true
  }

  private func readTool(_ update: JSONRecord, _ sink: inout EventSink) {
    let status = update["status"]?.string
    guard status == "completed" || status == "failed" else { return }
    let content = update["content"]?.elements ?? []
    let text = content.compactMap { $0["content"]?["text"]?.string }.joined(separator: "\n")
    sink.result(update["toolCallId"], text, status == "completed" ? .succeeded : .failed)
    for part in content where part["type"]?.string == "diff" && status == "completed" {
      guard let path = part["path"]?.string else { continue }
      let isNew = part["oldText"] == nil
      sink.add(.fileChange(path: path, change: isNew ? .added : .changed))
    }
  }

  private func readEnd(_ update: JSONRecord, _ sink: inout EventSink) {
    if let usage = update["usage"] {
      sink.add(
        .usage(
          .init(
            inputTokens: usage["inputTokens"]?.count ?? 0,
            outputTokens: usage["outputTokens"]?.count ?? 0, costMicros: nil, counts: .turn)))
    }
    switch AgentStop.end(update["stop_reason"]?.string) {
    case .failed(let reason):
      let text = update["agent_result"]?.string ?? reason
      let kind = FailureText.kind(of: reason)
      sink.fail(kind == .other ? FailureText.kind(of: text) : kind, text)
    case let end: sink.add(.end(end))
    }
  }
}
