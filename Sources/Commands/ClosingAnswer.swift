import Model
import Operations
import Render

extension ClosingReport {
  /// What went, how to have it back, and what stayed.
  var lines: [Line] {
    var lines: [Line] = []
    if let entry { lines.append(Line("recorded in the ledger ") + Line(entry.short, .faint)) }
    if let removedWorktree {
      lines.append(Line("removed the worktree \(removedWorktree)"))
      if let snapshot {
        lines.append(
          Line("  back with: git worktree add \(removedWorktree) \(snapshot.short)", .faint))
      }
    }
    return lines + kept.map { Line("kept ", .warning) + Line($0) }
  }

  var json: JSONValue {
    [
      "ledger": JSONValue(entry), "worktree": JSONValue(removedWorktree),
      "snapshot": JSONValue(snapshot), "kept": JSONValue(kept),
    ]
  }
}
