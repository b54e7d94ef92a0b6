import Model
import Operations
import Render

extension ClosingReport {
  /// What went, how to have it back, and what stayed.
  var lines: [Line] {
    var lines: [Line] = []
    if let entry { lines.append(Line("recorded in the ledger ") + Line(entry.short, .faint)) }
    if let path = removedWorktree {
      let back = snapshot.map {
        "; back with: git worktree add --detach \(ShellWord.quoted(path)) \($0.short)"
      }
      lines.append(Line("removed its worktree") + Line(back ?? "", .faint))
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
