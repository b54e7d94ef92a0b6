/// One item of codex's work. Its three interfaces say the same in three spellings.
struct CodexItem {
  private enum Kind {
    case message, command, change, tool, search, error
  }

  private let kind: Kind
  private let item: JSONRecord
  private let role: TranscriptEvent.Role

  /// An item of `exec --json`, such as `command_execution`.
  static func exec(_ item: JSONRecord?) -> CodexItem? {
    guard let item else { return nil }
    switch item["type"]?.string {
    case "agent_message": return CodexItem(.message, item)
    case "command_execution": return CodexItem(.command, item)
    case "file_change": return CodexItem(.change, item)
    case "mcp_tool_call", "collab_tool_call": return CodexItem(.tool, item)
    case "web_search": return CodexItem(.search, item)
    case "error": return CodexItem(.error, item)
    default: return nil
    }
  }

  /// An item of `app-server`, such as `commandExecution`, or of a rollout file, such as
  /// `CommandExecution`.
  static func camel(_ item: JSONRecord?) -> CodexItem? {
    guard let item, let type = item["type"]?.string else { return nil }
    switch type.prefix(1).lowercased() + type.dropFirst() {
    case "userMessage": return CodexItem(.message, item, .user)
    case "agentMessage": return CodexItem(.message, item)
    case "commandExecution": return CodexItem(.command, item)
    case "fileChange": return CodexItem(.change, item)
    case "mcpToolCall", "dynamicToolCall", "collabAgentToolCall", "collabToolCall":
      return CodexItem(.tool, item)
    case "webSearch": return CodexItem(.search, item)
    case "error": return CodexItem(.error, item)
    default: return nil
    }
  }

  private init(_ kind: Kind, _ item: JSONRecord, _ role: TranscriptEvent.Role = .agent) {
    self.kind = kind
    self.item = item
    self.role = role
  }

  /// What is known when it begins.
  func begin(_ sink: inout EventSink) {
    switch kind {
    case .command: sink.call(item["id"], "command", item["command"])
    case .tool: sink.call(item["id"], item["tool"]?.string, item["arguments"])
    case .search: sink.call(item["id"], "web search", item["query"])
    case .change: sink.call(item["id"], "file change", item["changes"])
    case .message, .error: break
    }
  }

  func finish(_ sink: inout EventSink) {
    switch kind {
    case .message: sink.message(role, item["text"]?.string ?? ClaudeMessages.text(item["content"]))
    case .command:
      let output = item["aggregated_output"] ?? item["aggregatedOutput"]
      sink.result(item["id"], output?.string, outcome)
    case .tool: sink.result(item["id"], item["result"]?.source, outcome)
    case .search: sink.result(item["id"], nil, .succeeded)
    case .change: finishChange(&sink)
    // Not fatal: it goes on with what it has.
    case .error: sink.message(.system, item["message"]?.string)
    }
  }

  private func finishChange(_ sink: inout EventSink) {
    sink.result(item["id"], item["status"]?.string, outcome)
    addChanges(&sink)
  }

  /// What a rollout file tells of an item besides the call and its output, which it has apart.
  func finishBesideCall(_ sink: inout EventSink) {
    switch kind {
    case .message, .error: finish(&sink)
    case .change: addChanges(&sink)
    case .command, .tool, .search: break
    }
  }

  /// Files, as a list or by their paths.
  private func addChanges(_ sink: inout EventSink) {
    guard outcome == .succeeded, let changes = item["changes"] else { return }
    for change in changes.elements {
      guard let path = change["path"]?.string else { continue }
      let kind = change["kind"]?.string ?? change["kind"]?["type"]?.string
      sink.add(.fileChange(path: path, change: Self.change(kind)))
    }
    for (path, change) in changes.members {
      sink.add(.fileChange(path: path, change: Self.change(change["type"]?.string)))
    }
  }

  private static func change(_ kind: String?) -> TranscriptEvent.FileChange {
    switch kind {
    case "add": .added
    case "delete": .deleted
    default: .changed
    }
  }

  private var outcome: TranscriptEvent.ToolOutcome {
    switch item["status"]?.string {
    case "declined": return .denied
    case "failed": return .failed
    default: break
    }
    let exit = item["exit_code"]?.int ?? item["exitCode"]?.int
    return (exit ?? 0) == 0 && item["error"] == nil ? .succeeded : .failed
  }
}
