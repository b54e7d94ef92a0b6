/// What kind of transcript a parser reads. A manifest names one by its raw value.
public enum ParserProfile: String, CaseIterable, Hashable, Sendable {
  /// Text, with a manifest's patterns for what matters in it.
  case plain
  /// `stream-json` of claude; qwen, amp, codebuddy, qoder and droid write the same.
  case claude
  /// The file that claude keeps of a conversation.
  case claudeSession = "claude-session"
  /// The file that codebuddy keeps of a conversation.
  case codebuddySession = "codebuddy-session"
  /// `codex exec --json`.
  case codex
  /// The notifications of `codex app-server`.
  case codexServer = "codex-app-server"
  /// The rollout file that codex keeps.
  case codexRollout = "codex-rollout"
  /// `stream-json` of gemini.
  case gemini
  /// The chat file that gemini keeps.
  case geminiChat = "gemini-chat"
  /// `opencode run --format json --print-logs`.
  case opencode
  /// What opencode's database holds of a conversation, as `DatabaseRecords` puts it in lines.
  case opencodeSession = "opencode-session"
  /// The same of goose's.
  case gooseSession = "goose-session"
  /// `streaming-json` of grok.
  case grok
  /// The file of session updates that grok keeps.
  case grokUpdates = "grok-updates"
  /// `stream-json` of cursor.
  case cursor
  /// `--output-format json` of copilot.
  case copilot
  /// `stream-json` of kimi.
  case kimi
}

extension ParserProfile {
  /// A parser for one transcript.
  ///
  /// `patterns` are heeded by `plain` only: the others say in fields what they mean. `clock` is
  /// the one that times of day in messages are read by.
  public func parser(
    patterns: [FailurePattern] = [], clock: WallClock = .utc
  ) -> any TranscriptParser & Sendable {
    switch self {
    case .plain: PatternParser(patterns, clock)
    case .claude: RecordParser<ClaudeReader>(clock)
    case .claudeSession: RecordParser<ClaudeSessionReader>(clock, unknown: .skipped)
    case .codebuddySession: RecordParser<CodebuddySessionReader>(clock, unknown: .skipped)
    case .codex: RecordParser<CodexReader>(clock)
    case .codexServer: RecordParser<CodexServerReader>(clock)
    case .codexRollout: RecordParser<CodexRolloutReader>(clock, unknown: .skipped)
    case .gemini: RecordParser<GeminiReader>(clock)
    case .geminiChat: RecordParser<GeminiChatReader>(clock, unknown: .skipped)
    case .opencode: RecordParser<OpencodeReader>(clock)
    case .opencodeSession: RecordParser<OpencodeSessionReader>(clock, unknown: .skipped)
    case .gooseSession: RecordParser<GooseSessionReader>(clock, unknown: .skipped)
    case .grok: RecordParser<GrokReader>(clock)
    case .grokUpdates: RecordParser<GrokUpdatesReader>(clock, unknown: .skipped)
    case .cursor: RecordParser<CursorReader>(clock)
    case .copilot: RecordParser<CopilotReader>(clock)
    case .kimi: RecordParser<KimiReader>(clock)
    }
  }
}
