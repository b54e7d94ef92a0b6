/// What opencode's database holds of a conversation: messages, and the parts of each.
struct OpencodeSessionReader: RecordReader {
  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    if DatabaseRow.isOmitted(record, &sink) { return true }
    if let message = record["message"] {
      if let error = message["error"] { OpencodeReader.tell(error, &sink) }
      return true
    }
    let part = record["part"]
    switch part?["type"]?.string {
    case "text":
      // What the program put there itself, such as the files that a user named.
      let isOwn = part?["synthetic"]?.bool == true
      sink.message(isOwn ? .system : DatabaseRow.role(record), part?["text"]?.string)
    case "tool": OpencodeReader.readTool(part, &sink)
    case "step-finish": OpencodeReader.readStep(part, &sink)
    case "patch":
      for path in part?["files"]?.elements ?? [] {
        if let path = path.string { sink.add(.fileChange(path: path, change: .changed)) }
      }
    default: break
    }
    return true
  }
}

/// What goose's database holds of a conversation: messages, each with all that it holds.
struct GooseSessionReader: RecordReader {
  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"])
    if DatabaseRow.isOmitted(record, &sink) { return true }
    for item in record["content"]?.elements ?? [] {
      switch item["type"]?.string {
      case "text": sink.message(DatabaseRow.role(record), item["text"]?.string)
      case "toolRequest":
        let call = item["toolCall"]?["value"]
        sink.call(item["id"], call?["name"]?.string, call?["arguments"])
      case "toolResponse":
        let result = item["toolResult"]
        let isGood = result?["status"]?.string == "success"
        let value = result?["value"]
        let text = ClaudeMessages.text(value?["content"] ?? value)
        sink.result(
          item["id"], isGood ? text : result?["error"]?.string ?? text,
          isGood ? .succeeded : .failed)
      default: break
      }
    }
    return true
  }
}

/// What the lines that are made of rows have in common.
private enum DatabaseRow {
  static func role(_ record: JSONRecord) -> TranscriptEvent.Role {
    switch record["role"]?.string {
    case "user": .user
    case "assistant": .agent
    default: .system
    }
  }

  /// A row that was too long to be read is told of.
  static func isOmitted(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    guard record["omitted"] != nil else { return false }
    sink.message(.system, "[a row of more than \(SQLiteFile.rowBytes >> 20) MiB is left out]")
    return true
  }
}
