/// A key of the repository's configuration that has other values than before.
struct SettingChange: Hashable {
  let key: String
  let before: [String]
  let after: [String]

  /// What differs between two lists of `(key, value)` and is not what people and git change every
  /// day: upstreams of branches, new remotes, new submodules, a name.
  static func changes(
    from before: [(String, String)], to after: [(String, String)]
  ) -> [SettingChange] {
    let old = Dictionary(grouping: before, by: \.0).mapValues { $0.map(\.1) }
    let new = Dictionary(grouping: after, by: \.0).mapValues { $0.map(\.1) }
    return Set(old.keys).union(new.keys).sorted().compactMap { key in
      guard old[key] != new[key], !isUsual(key, among: old) else { return nil }
      return SettingChange(key: key, before: old[key] ?? [], after: new[key] ?? [])
    }
  }

  private static func isUsual(_ key: String, among old: [String: [String]]) -> Bool {
    guard let dot = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return false }
    let name = key[key.index(after: last)...]
    switch key[..<dot] {
    case "branch": return ["remote", "merge", "rebase", "description"].contains(name)
    case "user": return name == "name" || name == "email"
    case "color", "gui", "gc", "maintenance": return true
    case "remote", "submodule":
      // What is new leads nobody astray who did not make it.
      let isNew = !old.keys.contains { $0.hasPrefix(key[...last]) }
      return isNew && ["url", "fetch", "active"].contains(name)
    default: return false
    }
  }

  /// What was found and how it is put back.
  var sentence: String {
    let what = before.isEmpty ? "appeared in" : after.isEmpty ? "is gone from" : "changed in"
    let remedy =
      before.count == 1
      ? "git config --local --replace-all \(key) \(Self.quoted(before[0]))"
      : "git config --local --unset-all \(key)"
    return "\(key) \(what) the repository's config meanwhile (as before: \(remedy))"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
