import Model
import Runtimes

extension CaptureCase {
  static let others = [
    CaptureCase("aider", .plain, .changed, hasSession: false),
    CaptureCase("aider-401", .plain, .auth, changed: false, hasSession: false),
    CaptureCase(
      "aider-429", .plain, .limited, exit: nil, signal: 9, changed: false, hasSession: false),
    CaptureCase("aider-SIGINT", .plain, .noChanges, changed: false, hasSession: false),
    CaptureCase("aider-SIGTERM", .plain, .crashed, exit: nil, signal: 15, hasSession: false),
    CaptureCase("aider-context", .plain, .context, changed: false, hasSession: false),
    CaptureCase("grok", .grok, .changed, tokens: [3000, 150]),
    CaptureCase("grok-401", .grok, .auth, exit: 1, hasSession: false),
    CaptureCase(
      "grok-429", .grok, .limited, exit: 1, hasSession: false, resets: "2026-11-21T01:50:01Z"),
    CaptureCase("grok-500", .grok, .failed, exit: 1, hasSession: false),
    CaptureCase("grok-SIGINT", .grok, .crashed, exit: nil, signal: 2, hasSession: false),
    CaptureCase("grok-SIGTERM", .grok, .crashed, exit: nil, signal: 15, hasSession: false),
    CaptureCase("grok-context", .grok, .context, exit: 1, hasSession: false),
    CaptureCase("grok-messages", .grok, .changed, tokens: [3000, 150]),
    CaptureCase("grok-responses", .grok, .changed, tokens: [3000, 150]),
    CaptureCase("grok-resume", .grok, .changed, tokens: [1000, 50]),
    CaptureCase("grok-updates", .grokUpdates, .changed, tokens: [3000, 150]),
    CaptureCase("grok-updates-401", .grokUpdates, .auth, exit: 1),
    CaptureCase("grok-updates-429", .grokUpdates, .limited, exit: 1),
    CaptureCase("grok-updates-usage_limit", .grokUpdates, .limited, exit: 1),
    CaptureCase("grok-usage_limit", .grok, .limited, exit: 1, hasSession: false),
    CaptureCase("made/amp", .claude, .changed),
    CaptureCase("made/amp-limit", .claude, .limited, exit: 1),
    CaptureCase("made/claude-history", .claude, .history, exit: 1),
    CaptureCase("made/claude-max-turns", .claude, .failed, exit: 1),
    CaptureCase(
      "made/claude-unknown-session", .claude, .history, exit: 1, hasSession: false, tokens: [0, 0],
      cost: 0),
    CaptureCase("made/copilot", .copilot, .changed, tokens: [0, 42]),
    CaptureCase("made/copilot-limit", .copilot, .limited, exit: 1, resets: "2026-11-21T03:50:00Z"),
    CaptureCase("made/crush", .plain, .changed, hasSession: false),
    CaptureCase("made/cursor", .cursor, .changed),
    CaptureCase("made/droid", .claude, .changed, tokens: [3000, 150]),
    CaptureCase("made/droid-limit", .claude, .limited, exit: 1),
    CaptureCase("made/gemini", .gemini, .changed, tokens: [3000, 150]),
    CaptureCase("made/gemini-chat", .geminiChat, .crashed, tokens: [3000, 150]),
    CaptureCase(
      "made/gemini-quota", .gemini, .limited, exit: 1, tokens: [0, 0],
      resets: "2026-11-21T19:59:05Z"),
    CaptureCase("made/goose", .plain, .changed, hasSession: false),
    CaptureCase("made/goose-limit", .plain, .limited, exit: 1, hasSession: false),
    CaptureCase("made/kimi", .kimi, .changed, hasSession: false),
    CaptureCase("made/kimi-limit", .kimi, .failed, exit: 75, hasSession: false),
    CaptureCase("made/opencode", .opencode, .changed, tokens: [3000, 150], cost: 15000),
    CaptureCase("made/opencode-auth", .opencode, .auth, exit: 1),
    CaptureCase("made/qwen", .claude, .changed, tokens: [3000, 150]),
    CaptureCase("made/qwen-limit", .claude, .limited, exit: 1, tokens: [0, 0]),
    CaptureCase("made/vibe", .plain, .changed, hasSession: false),
    CaptureCase("mini", .plain, .changed, hasSession: false),
  ]
}
