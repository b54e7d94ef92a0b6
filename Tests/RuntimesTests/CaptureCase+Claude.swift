import Model
import Runtimes

extension CaptureCase {
  static let claude = [
    CaptureCase("claude", .claude, .changed, tokens: [3000, 150], cost: 15000),
    CaptureCase("claude-401", .claude, .auth, exit: nil, signal: 9, changed: false),
    CaptureCase("claude-401-subscription", .claude, .auth, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase(
      "claude-429", .claude, .limited, exit: 1, tokens: [0, 0], cost: 0,
      resets: "2026-11-21T01:50:01Z"),
    CaptureCase("claude-500", .claude, .failed, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-529", .claude, .failed, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-SIGINT", .claude, .interrupted, tokens: [1000, 50], cost: 5000),
    CaptureCase("claude-SIGINT-resume", .claude, .changed, tokens: [1000, 50], cost: 10000),
    CaptureCase("claude-SIGKILL", .claude, .crashed, exit: nil, signal: 9, changed: false),
    CaptureCase("claude-SIGKILL-resume", .claude, .changed, tokens: [1000, 50], cost: 5000),
    CaptureCase("claude-SIGTERM", .claude, .crashed, exit: 143),
    CaptureCase("claude-SIGTERM-resume", .claude, .changed, tokens: [1000, 50], cost: 10000),
    CaptureCase("claude-billing", .claude, .limited, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-context", .claude, .context, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase(
      "claude-denied", .claude, .noChanges, changed: false, tokens: [3000, 150], cost: 15000),
    CaptureCase("claude-drop", .claude, .changed, tokens: [3000, 52], cost: 13040),
    CaptureCase("claude-garbage", .claude, .failed, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-hang", .claude, .failed, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-midstream", .claude, .changed, tokens: [4000, 53], cost: 5000),
    CaptureCase("claude-model", .claude, .failed, exit: 1, tokens: [0, 0], cost: 0),
    CaptureCase("claude-resume", .claude, .changed, tokens: [1000, 50], cost: 20000),
    CaptureCase("claude-retry", .claude, .changed, tokens: [2000, 100], cost: 10000),
    CaptureCase(
      "claude-retry-after-90", .claude, .limited, exit: 1, tokens: [0, 0], cost: 0,
      resets: "2026-11-21T01:50:20Z"),
    CaptureCase("claude-session", .claudeSession, .crashed, tokens: [3000, 150]),
    CaptureCase("claude-session-401", .claudeSession, .auth),
    CaptureCase("claude-session-429", .claudeSession, .limited, resets: "2026-11-21T01:50:01Z"),
    CaptureCase(
      "claude-session-usage_limit", .claudeSession, .limited, resets: "2026-11-22T06:23:18Z"),
    CaptureCase("claude-steer", .claude, .changed, tokens: [2000, 100], cost: 10000),
    CaptureCase("claude-stuck", .claude, .crashed, exit: nil, signal: 9, changed: false),
    CaptureCase("claude-usage_limit", .claude, .limited, exit: nil, signal: 9, changed: false),
    CaptureCase(
      "claude-usage_limit-subscription", .claude, .limited, exit: 1, tokens: [0, 0], cost: 0,
      resets: "2026-11-21T02:46:35Z"),
    CaptureCase("codebuddy", .claude, .changed, tokens: [3000, 150], cost: 0),
  ]
}
