/// Tells the kind of an error from its words, where a CLI has no field for it.
///
/// It is asked about errors and last words only, never about what an agent says.
enum FailureText {
  /// Bytes that are looked at: what went wrong stands in front.
  private static let byteLimit = 4096

  static func kind(of text: String) -> Failure {
    let line = TextPattern.folded(text.utf8.prefix(byteLimit))
    for (kind, patterns) in table where patterns.contains(where: { $0.matches(line) }) {
      return kind
    }
    return .other
  }

  /// The kind that an HTTP status means; nil for one that means no error.
  static func kind(ofStatus status: Int) -> Failure? {
    switch status {
    case 401, 403: .auth
    case 402: .billing
    case 404: .model
    case 408: .network
    case 413: .context
    case 429: .rateLimit
    case 503, 529: .overloaded
    case 500...599: .server
    default: nil
    }
  }

  private static let table: [(Failure, [TextPattern])] = texts.map { row in
    (row.kind, row.patterns.compactMap { TextPattern($0) })
  }

  /// The first row that fits holds: what names a cause stands before what names only a status.
  private static let texts: [(kind: Failure, patterns: [String])] = [
    (
      .context,
      [
        "context_length_exceeded", "context window", "prompt is too long", "context length",
        "input is too long", "#413",
      ]
    ),
    (
      .history,
      [
        "no conversation found", "no rollout found", "ids were found without",
        "without `tool_result`",
        "unexpected `tool_use_id`", "no tool output found", "roles must alternate",
        "must be followed by tool messages", "function call turn comes immediately",
        "`thinking` blocks", "`signature`", "invalid_encrypted_content",
      ]
    ),
    (
      .billing,
      [
        "credit balance", "billing", "insufficient_quota", "insufficient credit", "out of credits",
        "payment required", "#402",
      ]
    ),
    (
      .auth,
      [
        "#401", "unauthorized", "not logged in", "please run /login", "api key", "x-api-key",
        "authentication", "failed to authenticate", "unauthenticated", "login required",
        "token expired", "token has expired", "not signed in",
      ]
    ),
    (
      .rateLimit,
      [
        "#429", "hit your*limit", "usage limit", "usage_limit", "rate limit", "rate_limit",
        "ratelimit", "too many requests", "resource_exhausted", "quota", "limit reached",
      ]
    ),
    (
      .model,
      [
        "model_not_found", "model not found", "no such model", "unknown model", "selected model (",
        "not have access to the model", "not supported model", "#404",
      ]
    ),
    (
      .overloaded,
      ["overloaded", "at capacity", "high demand", "unavailable", "#529", "#503"]
    ),
    (
      .network,
      [
        "timed out", "timeout", "disconnected", "connection", "network", "econnre", "enotfound",
        "fetch failed", "error sending request", "socket hang up",
      ]
    ),
    (.permission, ["permission", "forbidden", "not allowed", "read-only sandbox", "#403"]),
    (.server, ["internal server error", "server error", "server_error", "#500", "#502", "#504"]),
  ]
}
