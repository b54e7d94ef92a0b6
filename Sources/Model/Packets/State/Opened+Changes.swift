extension Opened {
  /// What is different from `old`, for a person; where nothing is, the text must be, which is no
  /// part of the event's own fields.
  func changes(from old: Opened) -> String {
    var changes: [String] = []
    func note(_ name: String, _ isOther: Bool, _ value: String) {
      if isOther { changes.append("\(name): \(value.isEmpty ? "none" : value)") }
    }
    note("title", title != old.title, title)
    note("scope", scope != old.scope, scope.joined(separator: " "))
    note("accept", acceptance != old.acceptance, acceptance.joined(separator: "; "))
    note("runtime", runtime != old.runtime, runtime)
    note(
      "command", command != old.command,
      SafeText.singleLine(command.map(ShellWord.quoted).joined(separator: " "), limit: 500))
    note("model", model != old.model, model ?? "")
    note("tier", tier != old.tier, tier.rawValue)
    note("gates", gates != old.gates, gates.joined(separator: " "))
    note("attempts", attempts != old.attempts, String(attempts))
    note("timeout", timeoutSeconds != old.timeoutSeconds, "\(timeoutSeconds)s")
    note("priority", priority != old.priority, String(priority))
    note("after", after != old.after, after.map(\.short).joined(separator: " "))
    note("isolation", isolation != old.isolation, isolation)
    return changes.isEmpty ? "the text of what is to be done" : changes.joined(separator: ", ")
  }
}
