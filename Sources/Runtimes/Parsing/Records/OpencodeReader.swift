/// `opencode run --format json`, with its log on standard error.
struct OpencodeReader: RecordReader {
  private var isStarted = false
  private var hasFailed = false

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    let part = record["part"]
    guard let type = record["type"]?.string else { return false }
    if !isStarted, record["sessionID"] != nil {
      isStarted = true
      sink.start(record["sessionID"], model: nil)
    }
    switch type {
    case "text": sink.message(.agent, part?["text"]?.string)
    case "tool_use", "tool": Self.readTool(part, &sink)
    case "step_finish": Self.readStep(part, &sink)
    case "error": readError(record["error"], &sink)
    // What newer versions say when nothing is left to do, after an error too.
    case "done": if !hasFailed { sink.add(.end(.completed)) }
    case "step_start", "reasoning": break
    default: return false
    }
    return true
  }

  static func readTool(_ part: JSONRecord?, _ sink: inout EventSink) {
    let state = part?["state"]
    let id = part?["callID"] ?? part?["id"]
    sink.call(id, part?["tool"]?.string, state?["input"])
    switch state?["status"]?.string {
    case "completed": sink.result(id, state?["output"]?.string, .succeeded)
    case "error":
      let text = state?["error"]?.string ?? ""
      let isDenied = FailureText.kind(of: text) == .permission
      sink.result(id, text, isDenied ? .denied : .failed)
    default: break
    }
  }

  /// A step that ends for another reason than to call tools is the last one.
  static func readStep(_ part: JSONRecord?, _ sink: inout EventSink) {
    let tokens = part?["tokens"]
    let cache = tokens?["cache"]
    let input = [tokens?["input"], cache?["read"], cache?["write"]]
    sink.add(
      .usage(
        .init(
          inputTokens: input.reduce(0) { $0 + ($1?.count ?? 0) },
          outputTokens: tokens?["output"]?.count ?? 0,
          costMicros: part?["cost"]?.number.flatMap(Money.micros), counts: .turn)))
    switch part?["reason"]?.string {
    case "stop", "end_turn", "length": sink.add(.end(.completed))
    default: break
    }
  }

  private mutating func readError(_ error: JSONRecord?, _ sink: inout EventSink) {
    hasFailed = true
    Self.tell(error, &sink)
  }

  static func tell(_ error: JSONRecord?, _ sink: inout EventSink) {
    let name = error?["name"]?.string ?? ""
    let text = error?["data"]?["message"]?.string ?? error?["message"]?.string ?? name
    if name == "MessageAbortedError" { return sink.add(.end(.aborted)) }
    let status = error?["data"]?["statusCode"]?.int.flatMap(FailureText.kind(ofStatus:))
    sink.fail(status ?? kind(name) ?? FailureText.kind(of: text), text)
  }

  private static func kind(_ name: String) -> Failure? {
    switch name {
    case "ProviderAuthError": .auth
    case "ProviderModelNotFoundError": .model
    case "ContextOverflowError": .context
    default: nil
    }
  }

  /// It retries at a limit without a word and without end; only its log tells.
  mutating func hear(complaint line: String) -> Failure? {
    guard line.hasPrefix("ERROR"), line.contains("service=llm") else { return nil }
    let kind = FailureText.kind(of: line)
    return kind == .other ? nil : kind
  }
}
