import Git

extension StagedRepository {
  /// The configuration that git has here, all files together, as far as a worker needs it.
  func configuration() async throws(GitError) -> [UInt8] {
    let listed = try await origin.git(["-C", worktree, "config", "--list", "-z"])
    var text = ""
    for field in listed.output.split(separator: 0) {
      let entry = String(decoding: field, as: UTF8.self)
      let key = String(entry.prefix { $0 != "\n" })
      guard Self.isShown(key) else { continue }
      // Without `=` git means true.
      let value =
        key.utf8.count == entry.utf8.count ? "true" : String(entry.dropFirst(key.count + 1))
      text += Self.line(key, key.hasSuffix("url") ? Self.withoutLogin(value) : value)
    }
    for (key, value) in Self.fixed { text += Self.line(key, value) }
    return Array(text.utf8)
  }

  /// What needs a key or would start something nobody waits for.
  private static let fixed = [
    ("commit.gpgsign", "false"), ("tag.gpgsign", "false"), ("push.gpgsign", "false"),
    ("gc.auto", "0"), ("maintenance.auto", "false"), ("core.fsmonitor", "false"),
  ]

  /// An allow-list: what holds a login (`credential`, `http`, `url`), names a program outside of
  /// the worktree or leads to other files has many names.
  private static let sections: Set<String> = [
    "author", "branch", "color", "committer", "diff", "extensions", "fetch", "filter", "i18n",
    "index", "init", "lfs", "log", "merge", "pull", "push", "rebase", "remote", "rerere",
    "submodule", "status", "user",
  ]
  private static let ofCore: Set<String> = [
    "autocrlf", "bare", "bigfilethreshold", "checkstat", "commentchar", "compression", "eol",
    "filemode", "ignorecase", "precomposeunicode", "protecthfs", "protectntfs", "quotepath",
    "repositoryformatversion", "safecrlf", "sparsecheckout", "sparsecheckoutcone", "symlinks",
    "trustctime", "untrackedcache", "whitespace", "abbrev",
  ]
  private static let hidden: Set<String> = ["user.signingkey", "push.pushoption"]

  private static func isShown(_ key: String) -> Bool {
    guard let dot = key.firstIndex(of: ".") else { return false }
    let section = key[..<dot]
    if section == "core" { return ofCore.contains(String(key[dot...].dropFirst())) }
    // Of a remote only where it is and what is fetched from it.
    if section == "remote" { return key.hasSuffix(".url") || key.hasSuffix(".fetch") }
    return sections.contains(String(section)) && !hidden.contains(key)
  }

  /// `https://ann:secret@host/path` without what stands before the host.
  private static func withoutLogin(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard !url.hasPrefix("ssh:"), let at = authority.lastIndex(of: "@") else { return url }
    return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
  }

  /// One value with its section, in the form that git reads.
  private static func line(_ key: String, _ value: String) -> String {
    guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return "" }
    let name = key[key.index(after: last)...]
    var section = String(key[..<first])
    if first != last {
      section += " " + quoted(String(key[key.index(after: first)..<last]), lines: false)
    }
    return "[\(section)]\n\t\(name) = \(quoted(value, lines: true))\n"
  }

  private static func quoted(_ text: String, lines: Bool) -> String {
    var result = "\""
    for character in text.unicodeScalars {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "\n" where lines: result += "\\n"
      case "\t" where lines: result += "\\t"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }
}
