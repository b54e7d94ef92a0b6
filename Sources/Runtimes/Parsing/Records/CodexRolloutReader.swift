/// The rollout file that codex keeps of a thread. It says in fields what `exec` says in prose.
struct CodexRolloutReader: RecordReader {
  private var limits: CodexLimits?
  private var model: String?
  /// Newer files tell messages as items and no more as events of their own.
  private var hasItems = false

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    let payload = record["payload"]
    switch record["type"]?.string {
    case "session_meta": sink.start(payload?["id"], model: nil)
    case "turn_context":
      guard let name = payload?["model"], name.string != model else { return true }
      model = name.string
      sink.start(nil, model: name)
    case "event_msg": if let payload { return readEvent(payload, &sink) }
    case "response_item": if let payload { readAnswer(payload, &sink) }
    default: return false
    }
    return true
  }

  private mutating func readEvent(_ payload: JSONRecord, _ sink: inout EventSink) -> Bool {
    switch payload["type"]?.string {
    case "task_started", "turn_started": sink.start(nil, model: nil)
    case "item_completed":
      hasItems = true
      CodexItem.camel(payload["item"])?.finishBesideCall(&sink)
    case "user_message": if !hasItems { sink.message(.user, payload["message"]?.string) }
    case "agent_message": if !hasItems { sink.message(.agent, payload["message"]?.string) }
    case "token_count": readCount(payload, &sink)
    case "error", "stream_error":
      let text = payload["message"]?.string ?? ""
      sink.error(CodexErrorInfo.kind(payload["codex_error_info"], text), text)
    case "turn_aborted": sink.add(.end(.aborted))
    case "task_complete", "turn_complete": readEnd(payload["error"], &sink)
    default: return false
    }
    return true
  }

  /// Tool calls as the model made them, and what they gave.
  private func readAnswer(_ payload: JSONRecord, _ sink: inout EventSink) {
    switch payload["type"]?.string {
    case "function_call", "custom_tool_call":
      sink.call(
        payload["call_id"], payload["name"]?.string, payload["arguments"] ?? payload["input"])
    case "function_call_output", "custom_tool_call_output":
      let output = payload["output"]
      let text = output?.string ?? output?["content"]?.string ?? ClaudeMessages.text(output)
      sink.result(payload["call_id"], text, .succeeded)
    default: break
    }
  }

  private mutating func readCount(_ payload: JSONRecord, _ sink: inout EventSink) {
    if let rates = payload["rate_limits"] { limits = CodexLimits(rates) }
    guard let total = payload["info"]?["total_token_usage"] else { return }
    sink.add(
      .usage(
        .init(
          inputTokens: total["input_tokens"]?.count ?? 0,
          outputTokens: total["output_tokens"]?.count ?? 0, costMicros: nil,
          counts: .conversation)))
  }

  private func readEnd(_ error: JSONRecord?, _ sink: inout EventSink) {
    guard let error else { return sink.add(.end(.completed)) }
    let text = error["message"]?.string ?? ""
    let kind = CodexErrorInfo.kind(error["codex_error_info"], text)
    sink.error(kind, text)
    if kind == .rateLimit { sink.limit(text, resets: limits?.end) }
    sink.add(.end(.failed(text)))
  }
}
