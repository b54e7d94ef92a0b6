/// The file that claude keeps of a conversation. It has no word for an end, and many records of
/// its own affairs.
struct ClaudeSessionReader: RecordReader {
  private var messages = ClaudeMessages()
  private var isStarted = false
  /// The message that was counted last: each of its blocks is a record with the same usage.
  private var counted: (id: String, input: Int, output: Int) = ("", 0, 0)

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    // A helper's talk, which older versions keep in the same file.
    guard record["isSidechain"]?.bool != true else { return true }
    let type = record["type"]?.string
    guard type == "user" || type == "assistant" else { return false }
    if !isStarted, record["sessionId"] != nil {
      isStarted = true
      sink.start(record["sessionId"], model: record["message"]?["model"])
    }
    if type == "user" {
      messages.readUser(record, record["toolUseResult"], &sink)
    } else if record["isApiErrorMessage"]?.bool == true {
      readError(record, &sink)
    } else {
      messages.readAgent(record, &sink)
      count(record["message"], &sink)
    }
    return true
  }

  private func readError(_ record: JSONRecord, _ sink: inout EventSink) {
    let text = ClaudeMessages.text(record["message"]?["content"])
    let kind = ClaudeLimit.kind(
      record["error"]?.string ?? "", status: record["apiErrorStatus"]?.int, text: text)
    sink.error(kind, text)
    guard kind == .rateLimit else { return }
    sink.limit(text, resets: record["apiErrorParams"]?["rate_limit_info"]?["resetsAt"]?.int)
  }

  private mutating func count(_ message: JSONRecord?, _ sink: inout EventSink) {
    guard let id = message?["id"]?.string, let usage = message?["usage"] else { return }
    if id != counted.id { counted = (id, 0, 0) }
    let (input, output) = (ClaudeMessages.input(usage), usage["output_tokens"]?.count ?? 0)
    let added = (max(input - counted.input, 0), max(output - counted.output, 0))
    guard added != (0, 0) else { return }
    counted = (id, max(input, counted.input), max(output, counted.output))
    sink.add(
      .usage(
        .init(inputTokens: added.0, outputTokens: added.1, costMicros: nil, counts: .turn)))
  }
}
