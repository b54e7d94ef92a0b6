/// `stream-json` of cursor: claude's form but for its tool calls. A run that fails may end without
/// any last record.
struct CursorReader: RecordReader {
  private var messages = ClaudeMessages()

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp_ms"])
    switch record["type"]?.string {
    case "system":
      if record["subtype"]?.string == "init" {
        sink.start(record["session_id"], model: record["model"])
      }
    case "user": messages.readUser(record, nil, &sink)
    case "assistant": messages.readAgent(record, &sink)
    case "tool_call": readTool(record, &sink)
    case "result": readResult(record, &sink)
    case "thinking": break
    default: return false
    }
    return true
  }

  /// `{"shellToolCall": {"args": …, "result": …}}`: the key is the tool.
  private func readTool(_ record: JSONRecord, _ sink: inout EventSink) {
    guard let tool = record["tool_call"]?.members.first else { return }
    guard record["subtype"]?.string == "completed" else {
      return sink.call(record["call_id"], Self.name(tool.key), tool.value["args"])
    }
    let result = tool.value["result"]
    // One key again: `success`, `error`, `rejected`, …
    let outcome = result?.members.first
    let isDenied = outcome?.key == "rejected" || outcome?.key == "permissionDenied"
    let isFailed = outcome?.key == "error" || outcome?.key == "failure"
    sink.result(
      record["call_id"], result?.source, isDenied ? .denied : isFailed ? .failed : .succeeded)
    guard !isDenied, !isFailed, let path = tool.value["args"]?["path"]?.string else { return }
    switch tool.key {
    case "writeToolCall", "editToolCall": sink.add(.fileChange(path: path, change: .changed))
    case "deleteToolCall": sink.add(.fileChange(path: path, change: .deleted))
    default: break
    }
  }

  private static func name(_ key: String) -> String {
    key.hasSuffix("ToolCall") ? String(key.dropLast("ToolCall".utf8.count)) : key
  }

  private func readResult(_ record: JSONRecord, _ sink: inout EventSink) {
    let subtype = record["subtype"]?.string ?? ""
    guard record["is_error"]?.bool == true || subtype != "success" else {
      return sink.add(.end(.completed))
    }
    let text = record["result"]?.string ?? record["error"]?.string ?? subtype
    sink.fail(FailureText.kind(of: text), text)
  }

  /// What ends a run before its last record stands on standard error alone.
  func hear(complaint line: String) -> Failure? {
    guard Self.complaints.contains(where: line.hasPrefix) else { return nil }
    let kind = FailureText.kind(of: line)
    return kind == .other ? nil : kind
  }

  private static let complaints = ["ConnectError: ", "Error: ", "S: ["]
}
