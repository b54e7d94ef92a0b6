/// `stream-json` of claude, and of the CLIs that took it over.
struct ClaudeReader: RecordReader {
  private var messages = ClaudeMessages()
  /// What kind of error the model's last words were, if they were one.
  private var standing: Failure?
  /// When the limit ends that it told in a field; its words say less exactly.
  private var resets: Int?

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["timestamp"] ?? record["__timestamp"])
    switch record["type"]?.string {
    case "system": readSystem(record, &sink)
    case "assistant": readAnswer(record, &sink)
    case "user": messages.readUser(record, record["tool_use_result"], &sink)
    case "rate_limit_event":
      resets = ClaudeLimit.read(record["rate_limit_info"], &sink) ?? resets
    case "result": readResult(record, &sink)
    case "error":
      let text = record["message"]?.string ?? record["error"]?.string ?? record.source
      sink.error(FailureText.kind(of: text), text)
    // Its talk with whoever drives it, and what it keeps for itself.
    case "stream_event", "control_request", "control_response", "control_cancel_request",
      "keep_alive", "tool_progress", "tool_use_summary", "auth_status", "prompt_suggestion",
      "file-history-snapshot", "queue-operation":
      break
    default: return false
    }
    return true
  }

  private mutating func readSystem(_ record: JSONRecord, _ sink: inout EventSink) {
    switch record["subtype"]?.string {
    case "init": sink.start(record["session_id"], model: record["model"])
    case "api_retry":
      let status = record["error_status"]?.int
      let name = record["error"]?.string ?? ""
      let count = "\(record["attempt"]?.int ?? 0) of \(record["max_retries"]?.int ?? 0)"
      let words = [name, status.map { String($0) } ?? "", "retry \(count)"]
      sink.error(
        ClaudeLimit.kind(name, status: status, text: ""),
        words.filter { !$0.isEmpty }.joined(separator: " "))
    case "permission_denied": messages.deny(record["tool_use_id"])
    default: break
    }
  }

  private mutating func readAnswer(_ record: JSONRecord, _ sink: inout EventSink) {
    guard let error = record["error"]?.string else {
      standing = nil
      resets = nil
      return messages.readAgent(record, &sink)
    }
    let text = ClaudeMessages.text(record["message"]?["content"])
    let kind = ClaudeLimit.kind(error, status: record["api_error_status"]?.int, text: text)
    standing = kind
    sink.error(kind, text)
  }

  /// The last record of a turn. Its subtype is `success` for errors of the API too.
  private mutating func readResult(_ record: JSONRecord, _ sink: inout EventSink) {
    messages.readDenials(record["permission_denials"], &sink)
    ClaudeUsage.read(record, &sink)
    let subtype = record["subtype"]?.string ?? ""
    let isError = record["is_error"]?.bool ?? subtype.hasPrefix("error")
    guard isError || subtype.hasPrefix("error") else { return sink.add(.end(.completed)) }
    if record["terminal_reason"]?.string?.hasPrefix("aborted") == true {
      return sink.add(.end(.aborted))
    }
    let text = Self.lastWords(record) ?? subtype
    let kind = standing ?? ClaudeLimit.kind("", status: record["api_error_status"]?.int, text: text)
    if standing == nil, kind != .other || !subtype.hasPrefix("error_max") { sink.error(kind, text) }
    if kind == .rateLimit { sink.limit(text, resets: resets) }
    sink.add(.end(.failed(text)))
    standing = nil
  }

  private static func lastWords(_ record: JSONRecord) -> String? {
    let error = record["error"]
    let text = record["result"]?.string ?? error?.string ?? error?["message"]?.string
    if let text, !text.isEmpty { return text }
    let errors = record["errors"]?.elements.compactMap(\.string) ?? []
    return errors.isEmpty ? nil : errors.joined(separator: "\n")
  }
}

/// What claude says of limits and errors in fields.
enum ClaudeLimit {
  /// Adds a limit that refuses work, and says when it ends; one that is near, or that paid overage
  /// lifts, is none.
  static func read(_ info: JSONRecord?, _ sink: inout EventSink) -> Int? {
    guard let info, info["status"]?.string == "rejected", info["isUsingOverage"]?.bool != true,
      info["overageStatus"]?.string?.hasPrefix("allowed") != true
    else { return nil }
    let type = info["rateLimitType"]?.string ?? "usage"
    let resets = info["resetsAt"]?.int
    sink.limit("the \(type) limit is reached", resets: resets)
    return resets
  }

  static func kind(_ name: String, status: Int?, text: String) -> Failure {
    switch name {
    case "authentication_failed", "oauth_org_not_allowed", "authentication_error": return .auth
    case "billing_error": return .billing
    case "rate_limit", "rate_limit_error": return .rateLimit
    case "model_not_found": return .model
    case "overloaded", "overloaded_error": return .overloaded
    case "server_error", "api_error": return status == 529 ? .overloaded : .server
    // It covers all of what was wrong with the request.
    case "invalid_request", "invalid_request_error": return FailureText.kind(of: text)
    default: break
    }
    return status.flatMap(FailureText.kind(ofStatus:)) ?? FailureText.kind(of: text)
  }
}

/// Tokens count for a turn; the cost is that of the conversation, resumed turns included.
private enum ClaudeUsage {
  static func read(_ record: JSONRecord, _ sink: inout EventSink) {
    let usage = record["usage"]
    let cost = record["total_cost_usd"]?.number
    guard usage != nil || cost != nil else { return }
    sink.add(
      .usage(
        .init(
          inputTokens: ClaudeMessages.input(usage),
          outputTokens: usage?["output_tokens"]?.count ?? 0,
          costMicros: cost.flatMap(Money.micros), counts: .turn, costCounts: .conversation)))
  }
}

enum Money {
  /// Millionths of a dollar; nil for what no bill can say.
  static func micros(_ dollars: Double) -> Int? {
    (0..<1e9).contains(dollars) ? Int((dollars * 1_000_000).rounded()) : nil
  }
}
