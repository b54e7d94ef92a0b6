/// Messages in claude's form, which are the same in its stream and in its files.
struct ClaudeMessages: Sendable {
  /// Tool calls whose denial was announced and whose result is still to come.
  private var denied: Set<String> = []
  /// How many results said so since the last turn's end.
  private var denials = 0

  /// More are pending in no conversation.
  private static let pendingLimit = 64

  mutating func deny(_ id: JSONRecord?) {
    if let id = id?.string, denied.count < Self.pendingLimit { denied.insert(id) }
  }

  /// A message of the model, or of a helper that it started.
  func readAgent(_ record: JSONRecord, _ sink: inout EventSink) {
    let message = record["message"]
    // Its own words in the model's place, such as that a limit was hit.
    let isSynthetic = message?["model"]?.string == "<synthetic>"
    let isHelper = record["parent_tool_use_id"] != nil
    let content = message?["content"]
    if let text = content?.string { return sink.message(isSynthetic ? .system : .agent, text) }
    for block in content?.elements ?? [] {
      switch block["type"]?.string {
      case "text":
        if !isHelper { sink.message(isSynthetic ? .system : .agent, block["text"]?.string) }
      case "tool_use", "server_tool_use":
        sink.call(block["id"], block["name"]?.string, block["input"])
      default: break
      }
    }
  }

  /// A message to the model: what a person said, or what a tool gave.
  mutating func readUser(_ record: JSONRecord, _ outcome: JSONRecord?, _ sink: inout EventSink) {
    let content = record["message"]?["content"]
    let isHidden =
      record["isMeta"]?.bool == true || record["isSynthetic"]?.bool == true
      || record["parent_tool_use_id"] != nil
    if let text = content?.string {
      if !isHidden { sink.message(.user, text) }
      return
    }
    for block in content?.elements ?? [] {
      switch block["type"]?.string {
      case "text": if !isHidden { sink.message(.user, block["text"]?.string) }
      case "tool_result": readResult(block, record, outcome, &sink)
      default: break
      }
    }
  }

  private mutating func readResult(
    _ block: JSONRecord, _ record: JSONRecord, _ outcome: JSONRecord?, _ sink: inout EventSink
  ) {
    let id = block["tool_use_id"]
    var result = TranscriptEvent.ToolOutcome.succeeded
    if block["is_error"]?.bool == true {
      result = isDenied(id?.string ?? "", record) ? .denied : .failed
    }
    if result == .denied { denials += 1 }
    sink.result(id, Self.text(block["content"]), result)
    guard result == .succeeded, let outcome,
      let path = outcome["filePath"]?.string ?? outcome["notebook_path"]?.string
    else { return }
    sink.add(
      .fileChange(path: path, change: outcome["type"]?.string == "create" ? .added : .changed))
  }

  private mutating func isDenied(_ id: String, _ record: JSONRecord) -> Bool {
    if denied.remove(id) != nil { return true }
    if record["permissionDecision"]?["decision"]?.string == "reject" { return true }
    return record["tool_result_meta"]?.elements.contains {
      $0["id"]?.string == id && $0["permission_decision"]?["decision"]?.string == "reject"
    } ?? false
  }

  /// The denials that a turn's end lists and no result showed.
  mutating func readDenials(_ list: JSONRecord?, _ sink: inout EventSink) {
    for denial in list?.elements.dropFirst(denials) ?? [] {
      sink.result(
        denial["tool_use_id"], "\(denial["tool_name"]?.string ?? "a tool") was not permitted",
        .denied)
    }
    denials = 0
  }

  /// All text of a content, which is a string or a list of blocks.
  static func text(_ content: JSONRecord?) -> String {
    guard let content else { return "" }
    if let text = content.string { return text }
    let parts = content.elements.prefix(partLimit).compactMap { $0["text"]?.string }
    return TranscriptText.cut(parts.joined(separator: "\n"))
  }

  /// Parts of one result that are put together; a tool gives one or two.
  private static let partLimit = 16

  /// What went in, from a cache or not.
  static func input(_ usage: JSONRecord?) -> Int {
    let counts = [
      usage?["input_tokens"], usage?["cache_creation_input_tokens"],
      usage?["cache_read_input_tokens"],
    ]
    // Each is below 2^53, so three of them fit.
    return counts.reduce(0) { $0 + ($1?.count ?? 0) }
  }
}
