import Model
import Operations
import Render
import Synchronization

/// Progress on standard error: a line for each step, and on a terminal one line that always shows
/// what the worker wrote last.
final class ProgressLine: Sendable {
  private let context: Context
  /// Whether the line that comes and goes is there.
  private let isShown = Mutex(false)

  /// Back to the line's start, and what stands there gone.
  private static let wipe = "\r\u{1b}[K"

  init(_ context: Context) { self.context = context }

  func show(_ progress: LaneProgress) {
    switch progress {
    case .step(let text):
      put((isTerminal ? Self.wipe : "") + SafeText.escaped(text, breaks: .escaped) + "\n", false)
    case .output(let text):
      guard isTerminal else { return }
      // The last column stays free: some terminals would go to the next line.
      put(Self.wipe + Line("  \(text)").clipped(to: context.columns() - 1).drawn(.plain), true)
    }
  }

  /// Leaves nothing behind that was only for now.
  func end() {
    if isShown.withLock({ $0 }) { put(Self.wipe, false) }
  }

  private var isTerminal: Bool { context.terminals.contains(.error) }

  private func put(_ text: String, _ shown: Bool) {
    isShown.withLock { isShown in
      context.write(.error, text)
      isShown = shown
    }
  }
}
