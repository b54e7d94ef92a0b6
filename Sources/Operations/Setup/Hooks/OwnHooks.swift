import Hooks

/// o8's hooks in a folder of their own, to which git is led by an included configuration file.
/// Every other hook there only hands on to the folder that the user has.
struct OwnHooks {
  let directory: String
  let before: String

  /// Hooks of a person's repository. Those of a server, and those whose mere presence changes
  /// what git does (`push-to-checkout`, `proc-receive`), are handed on only where they exist.
  private static let usual = [
    "applypatch-msg", "commit-msg", "post-applypatch", "post-checkout", "post-commit",
    "post-merge", "post-rewrite", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-rebase",
    "prepare-commit-msg", "sendemail-validate",
  ]
  private static let rare = [
    "fsmonitor-watchman", "p4-changelist", "p4-post-changelist", "p4-pre-submit",
    "p4-prepare-changelist", "post-index-change", "post-receive", "post-update", "pre-receive",
    "proc-receive", "push-to-checkout", "update",
  ]

  func path(_ name: String) -> String { directory + "/" + name }

  /// The names handed on; `root` is where a relative folder is looked for.
  func handedOn(from root: String) -> [String] {
    let folder = before.hasPrefix("/") ? before : root + "/" + before
    return Self.usual + Self.rare.filter { HookFile(at: folder + "/" + $0) != .absent }
  }

  func state(of script: HookScript, expected: String) -> HookReport.State {
    let file = HookFile(at: path(script.name))
    if file == .regular(bytes: Array(expected.utf8), mode: HookFiles.mode) { return .installed }
    if file == .absent { return .missing }
    return file.isOurs ? .outdated : .foreign
  }

  func install(
    _ texts: [HookScript: String], handingOn names: [String], userDirectory: String
  ) throws(SetupError) -> [String] {
    _ = try HookFiles.makeDirectory(directory)
    var notes: [String] = []
    for (name, text) in files(texts, handingOn: names, userDirectory: userDirectory) {
      let file = HookFile(at: path(name))
      if file == .regular(bytes: Array(text.utf8), mode: HookFiles.mode) { continue }
      if file != .absent, !file.isOurs {
        let aside = path(name) + SharedHooks.keptSuffix
        try HookFiles.move(path(name), to: aside)
        notes.append(
          "\(path(name)) was written by another tool: it is now \(aside), which nothing runs; "
            + "move it to \(before)/\(name)")
      }
      try HookFiles.write(text, to: path(name))
    }
    let configuration = "[core]\n\thooksPath = \(Self.quoted(directory))\n"
    if HookFile(at: path("config")) != .regular(bytes: Array(configuration.utf8), mode: 0o644) {
      try HookFiles.write(configuration, to: path("config"), executable: false)
    }
    return notes
  }

  /// Takes o8's files out; what others wrote there stays and is named.
  static func uninstall(_ directory: String) throws(SetupError) -> [String] {
    var left: [String] = []
    for name in HookFiles.names(in: directory) {
      let path = directory + "/" + name
      if HookFile(at: path).isOurs || name == "config" || name == BranchFilter.fileName {
        try HookFiles.remove(path)
      } else {
        left.append("\(path) is left: o8 did not write it")
      }
    }
    HookFiles.removeEmptyDirectory(directory)
    return left
  }

  private func files(
    _ texts: [HookScript: String], handingOn names: [String], userDirectory: String
  ) -> [(name: String, text: String)] {
    let text = HookScript.handOn(userDirectory: userDirectory)
    let ours = HookScript.allCases.compactMap { script in texts[script].map { (script.name, $0) } }
    return ours + names.filter { name in !ours.contains { $0.0 == name } }.map { ($0, text) }
  }

  /// As a value of git's configuration.
  private static func quoted(_ path: String) -> String {
    "\"" + path.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}
