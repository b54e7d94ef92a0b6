/// `codex exec --json`: items between the start of a thread and the end of its turn.
struct CodexReader: RecordReader {
  private var hasEnded = false

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    switch record["type"]?.string {
    case "thread.started": sink.start(record["thread_id"], model: nil)
    case "turn.started":
      if hasEnded { sink.start(nil, model: nil) }
      hasEnded = false
    case "item.started": CodexItem.exec(record["item"])?.begin(&sink)
    case "item.completed": CodexItem.exec(record["item"])?.finish(&sink)
    case "turn.completed":
      readUsage(record["usage"], &sink)
      sink.add(.end(.completed))
      hasEnded = true
    case "turn.failed":
      fail(record["error"]?["message"]?.string ?? "", &sink)
    case "error":
      // It may retry: only `turn.failed` is an end.
      let text = record["message"]?.string ?? ""
      sink.error(FailureText.kind(of: text), text)
    default: return Self.isDelta(record["type"]?.string ?? "")
    }
    return true
  }

  /// Pieces of what comes whole later.
  private static func isDelta(_ type: String) -> Bool {
    type.hasPrefix("item.") && (type.hasSuffix("updated") || type.hasSuffix("delta"))
  }

  private mutating func fail(_ text: String, _ sink: inout EventSink) {
    sink.fail(FailureText.kind(of: text), text)
    hasEnded = true
  }

  /// Counts the thread from its beginning, earlier runs included.
  private func readUsage(_ usage: JSONRecord?, _ sink: inout EventSink) {
    guard let usage else { return }
    sink.add(
      .usage(
        .init(
          inputTokens: usage["input_tokens"]?.count ?? 0,
          outputTokens: usage["output_tokens"]?.count ?? 0, costMicros: nil,
          counts: .conversation)))
  }

  /// What it could not begin with, it says on standard error only.
  mutating func hear(complaint line: String) -> Failure? {
    line.hasPrefix("Error: thread/resume") && line.contains("no rollout found") ? .history : nil
  }
}
