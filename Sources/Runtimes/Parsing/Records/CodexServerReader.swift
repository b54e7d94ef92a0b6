/// The notifications and answers of `codex app-server`.
struct CodexServerReader: RecordReader {
  /// When the limits end that are used up, by the last word about them.
  private var limits: CodexLimits?
  /// The thread that the run is about; helpers have threads of their own.
  private var thread: String?

  init() {}

  mutating func read(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    sink.note(record["emittedAtMs"])
    guard let method = record["method"]?.string else { return readAnswer(record, &sink) }
    let parameters = record["params"]
    let named = parameters?["threadId"] ?? parameters?["thread"]?["id"]
    thread = thread ?? named?.string
    guard named == nil || named?.string == thread else { return true }
    switch method {
    case "thread/started": sink.start(named, model: parameters?["thread"]?["model"])
    case "turn/started": sink.start(named, model: nil)
    case "item/started": CodexItem.camel(parameters?["item"])?.begin(&sink)
    case "item/completed": CodexItem.camel(parameters?["item"])?.finish(&sink)
    case "thread/tokenUsage/updated":
      readUsage(parameters?["tokenUsage"]?["total"], &sink)
    case "account/rateLimits/updated":
      limits = CodexLimits(parameters?["rateLimits"])
    case "error": readError(parameters, &sink)
    case "turn/completed": readEnd(parameters?["turn"], &sink)
    default:
      // Its news have names with a slash; what else looks like one is none of its.
      return method.contains("/")
    }
    return true
  }

  /// An answer to what was asked; only a refusal is news.
  private func readAnswer(_ record: JSONRecord, _ sink: inout EventSink) -> Bool {
    guard record["id"] != nil else { return false }
    guard let error = record["error"] else { return record["result"] != nil }
    let text = error["message"]?.string ?? error.source
    // How it says that it takes no more requests just now.
    let isBusy = error["code"]?.int == -32001
    sink.error(isBusy ? .overloaded : FailureText.kind(of: text), text)
    return true
  }

  private func readUsage(_ total: JSONRecord?, _ sink: inout EventSink) {
    guard let total else { return }
    sink.add(
      .usage(
        .init(
          inputTokens: total["inputTokens"]?.count ?? 0,
          outputTokens: total["outputTokens"]?.count ?? 0, costMicros: nil,
          counts: .conversation)))
  }

  private func readError(_ parameters: JSONRecord?, _ sink: inout EventSink) {
    let error = parameters?["error"]
    let text = error?["message"]?.string ?? ""
    sink.error(CodexErrorInfo.kind(error?["codexErrorInfo"], text), text)
  }

  private func readEnd(_ turn: JSONRecord?, _ sink: inout EventSink) {
    switch turn?["status"]?.string {
    case "completed": sink.add(.end(.completed))
    case "interrupted", "aborted", "cancelled": sink.add(.end(.aborted))
    default:
      let error = turn?["error"]
      let text = error?["message"]?.string ?? "the turn failed"
      let kind = CodexErrorInfo.kind(error?["codexErrorInfo"], text)
      sink.error(kind, text)
      if kind == .rateLimit { sink.limit(text, resets: limits?.end) }
      sink.add(.end(.failed(text)))
    }
  }
}

/// Which limit is used up, and when it ends.
struct CodexLimits: Sendable {
  /// Seconds since 1970.
  let end: Int?

  /// Of the windows that are used up, the one that ends last holds the work up.
  init(_ limits: JSONRecord?) {
    let windows = [limits?["primary"], limits?["secondary"]].compactMap { $0 }
    let used = windows.filter {
      ($0["used_percent"] ?? $0["usedPercent"])?.number ?? 0 >= 100
    }
    end = used.compactMap { ($0["resets_at"] ?? $0["resetsAt"])?.int }.max()
  }
}

/// What codex says of an error in a field: a word, or an object with one key.
enum CodexErrorInfo {
  static func kind(_ info: JSONRecord?, _ text: String) -> Failure {
    let member = info?.members.first
    let word = info?.string ?? member?.key ?? ""
    let status =
      member?.value["http_status_code"]?.int ?? member?.value["httpStatusCode"]?.int
    if let kind = status.flatMap(FailureText.kind(ofStatus:)) { return kind }
    switch word.filter({ $0 != "_" }).lowercased() {
    case "usagelimitexceeded": return .rateLimit
    case "contextwindowexceeded": return .context
    case "serveroverloaded": return .overloaded
    case "unauthorized": return .auth
    case "internalservererror": return .server
    case "sandboxerror": return .permission
    case "httpconnectionfailed", "responsestreamconnectionfailed", "responsestreamdisconnected":
      return .network
    default: return FailureText.kind(of: text)
    }
  }
}
