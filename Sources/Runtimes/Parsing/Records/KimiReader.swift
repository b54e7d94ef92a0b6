/// `stream-json` of kimi: bare chat messages, with no session, usage or end among them.
struct KimiReader: RecordReader {
  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    switch record["role"]?.string {
    case "assistant":
      sink.message(.agent, ClaudeMessages.text(record["content"]))
      for call in record["tool_calls"]?.elements ?? [] {
        let function = call["function"]
        sink.call(call["id"], function?["name"]?.string, function?["arguments"])
      }
    case "tool":
      sink.result(record["tool_call_id"], ClaudeMessages.text(record["content"]), .succeeded)
    case "user": sink.message(.user, ClaudeMessages.text(record["content"]))
    case "system": sink.message(.system, ClaudeMessages.text(record["content"]))
    default: return false
    }
    return true
  }
}
