import Model
import Runtimes

extension CaptureCase {
  static let codex = [
    CaptureCase("codex", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-401", .codex, .auth, exit: 1),
    CaptureCase("codex-429", .codex, .limited, exit: 1),
    CaptureCase("codex-500", .codex, .failed, exit: 1),
    CaptureCase("codex-529", .codex, .failed, exit: 1),
    CaptureCase("codex-SIGINT", .codex, .failed, exit: 1, changed: true),
    CaptureCase("codex-SIGINT-resume", .codex, .changed, tokens: [2000, 100]),
    CaptureCase("codex-SIGKILL", .codex, .crashed, exit: nil, signal: 9, changed: false),
    CaptureCase("codex-SIGKILL-resume", .codex, .changed, tokens: [1000, 50]),
    CaptureCase("codex-SIGTERM", .codex, .crashed, exit: nil, signal: 15),
    CaptureCase("codex-SIGTERM-resume", .codex, .changed, tokens: [1000, 50]),
    CaptureCase("codex-app-server", .codexServer, .changed, tokens: [3000, 150]),
    CaptureCase(
      "codex-app-server-usage_limit", .codexServer, .limited, exit: 1,
      resets: "2026-11-22T06:23:29Z"),
    CaptureCase("codex-billing", .codex, .limited, exit: 1),
    CaptureCase("codex-context", .codex, .context, exit: 1),
    CaptureCase("codex-drop", .codex, .failed, exit: 1),
    CaptureCase("codex-exec-C-resume", .codex, .changed, tokens: [6000, 300]),
    CaptureCase("codex-garbage", .codex, .failed, exit: 1),
    CaptureCase("codex-gpt-5-codex", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-gpt-5.5", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-gpt-6.1-sol", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-hang", .codex, .crashed, exit: nil, signal: 9, changed: false),
    CaptureCase("codex-midstream", .codex, .failed, exit: 1),
    CaptureCase("codex-model", .codex, .failed, exit: 1),
    CaptureCase("codex-resume", .codex, .changed, tokens: [4000, 200]),
    CaptureCase("codex-resume-otherdir", .codex, .changed, tokens: [5000, 250]),
    CaptureCase("codex-retry", .codex, .changed, tokens: [2000, 100]),
    CaptureCase("codex-rollout", .codexRollout, .changed, tokens: [3000, 150]),
    CaptureCase("codex-rollout-401", .codexRollout, .auth, exit: 1),
    CaptureCase("codex-rollout-429", .codexRollout, .limited, exit: 1),
    CaptureCase(
      "codex-rollout-usage_limit", .codexRollout, .limited, exit: 1, resets: "2026-11-22T06:23:18Z"),
    CaptureCase(
      "codex-sandbox-read-only", .codex, .noChanges, changed: false, tokens: [3000, 150]),
    CaptureCase(
      "codex-sandbox-workspace-write", .codex, .noChanges, changed: false, tokens: [3000, 150]),
    CaptureCase("codex-sandbox-worktree", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-sandbox-worktree-adddir", .codex, .changed, tokens: [3000, 150]),
    CaptureCase("codex-stuck", .codex, .failed, exit: 1),
    CaptureCase("codex-usage_limit", .codex, .limited, exit: 1, resets: "2026-11-21T02:49:00Z"),
  ]
}
