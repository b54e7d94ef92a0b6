import Hooks

/// o8's hooks beside the user's, in the folder that every repository has.
///
/// A hook found under a name that o8 needs is renamed to `NAME.o8-kept`, in place, so that its
/// bytes, mode and link stay; it is run through a folder of links in which it has its own name
/// and its neighbours, since many hooks look at `$0`.
struct SharedHooks {
  let directory: String

  static let viewName = "o8-view"
  static let keptSuffix = ".o8-kept"
  /// Says that o8 made the folder.
  static let madeName = "o8-made"

  private var view: String { path(Self.viewName) }

  func path(_ name: String) -> String { directory + "/" + name }
  private func kept(_ name: String) -> String { path(name + Self.keptSuffix) }

  func state(of script: HookScript, expected: String) -> HookReport.State {
    let file = HookFile(at: path(script.name))
    if file == .regular(bytes: Array(expected.utf8), mode: HookFiles.mode) { return .installed }
    if file == .absent { return .missing }
    if file.isOurs { return .outdated }
    return isChained(script) ? .chained : .foreign
  }

  /// Puts `texts` in place and returns sentences on what was kept.
  func install(_ texts: [HookScript: String]) throws(SetupError) -> [String] {
    if try HookFiles.makeDirectory(directory) {
      try HookFiles.write("", to: path(Self.madeName), executable: false)
    }
    var notes: [String] = []
    for script in HookScript.allCases {
      guard let text = texts[script] else { continue }
      switch state(of: script, expected: text) {
      case .installed, .shadowed: continue
      case .missing, .outdated: break
      case .chained:
        try HookFiles.write(text, to: path(script.name + ".legacy"))
        notes += try forgetTwin(of: script)
        continue
      case .foreign: notes.append(try keep(script))
      }
      try HookFiles.write(text, to: path(script.name))
    }
    try refreshView()
    return notes
  }

  /// Takes o8's files out, puts the kept ones back, and returns what could not be put back.
  func uninstall() throws(SetupError) -> [String] {
    var notes: [String] = []
    for script in HookScript.allCases {
      let wasChained = isChained(script)
      for name in [script.name, script.name + ".legacy", script.name + ".old"]
      where HookFile(at: path(name)).isOurs {
        try HookFiles.remove(path(name))
      }
      guard HookFile(at: kept(script.name)) != .absent else { continue }
      if HookFile(at: path(script.name)) == .absent {
        try HookFiles.move(kept(script.name), to: path(script.name))
        continue
      }
      let unplaced = try forgetTwin(of: script)
      if wasChained, !unplaced.isEmpty {
        // Where pre-commit would have put it, had it come first.
        try HookFiles.move(kept(script.name), to: path(script.name + ".legacy"))
      } else {
        notes += unplaced
      }
    }
    try removeView()
    try HookFiles.remove(path(BranchFilter.fileName))
    if HookFiles.names(in: directory) == [Self.madeName] {
      try HookFiles.remove(path(Self.madeName))
      HookFiles.removeEmptyDirectory(directory)
    } else {
      try HookFiles.remove(path(Self.madeName))
    }
    return notes
  }

  /// Whether pre-commit has taken the name and runs ours as its `.legacy`.
  private func isChained(_ script: HookScript) -> Bool {
    HookFile(at: path(script.name)).isPreCommits
      && HookFile(at: path(script.name + ".legacy")).isOurs
  }

  private func keep(_ script: HookScript) throws(SetupError) -> String {
    let older = HookFile(at: kept(script.name))
    if older != .absent, older != HookFile(at: path(script.name)) {
      var number = 1
      while HookFile(at: kept(script.name) + "-\(number)") != .absent { number += 1 }
      try HookFiles.move(kept(script.name), to: kept(script.name) + "-\(number)")
    }
    try HookFiles.move(path(script.name), to: kept(script.name))
    return "\(path(script.name)) is kept as \(kept(script.name)) and runs after o8's"
  }

  /// Drops a kept hook that its tool has written again under its own name.
  private func forgetTwin(of script: HookScript) throws(SetupError) -> [String] {
    let file = HookFile(at: kept(script.name))
    guard file != .absent else { return [] }
    if file == HookFile(at: path(script.name)) {
      try HookFiles.remove(kept(script.name))
      return []
    }
    return ["\(kept(script.name)) is left: another tool has written \(path(script.name)) since"]
  }

  private func refreshView() throws(SetupError) {
    try removeView()
    let names = HookFiles.names(in: directory)
    let kept = HookScript.allCases.map(\.name).filter { names.contains($0 + Self.keptSuffix) }
    guard !kept.isEmpty else { return }
    _ = try HookFiles.makeDirectory(view)
    for name in kept {
      try HookFiles.link(view + "/" + name, to: "../" + name + Self.keptSuffix)
    }
    for name in names where isNeighbour(name) && !kept.contains(name) {
      try HookFiles.link(view + "/" + name, to: "../" + name)
    }
  }

  /// Whether a kept hook may look for it. A copy of ours would hand on to the kept hook again.
  private func isNeighbour(_ name: String) -> Bool {
    !name.hasPrefix("o8-") && !name.hasSuffix(".sample") && !name.contains(Self.keptSuffix)
      && !HookFile(at: path(name)).isOurs
  }

  private func removeView() throws(SetupError) {
    for name in HookFiles.names(in: view) {
      guard case .link = HookFile(at: view + "/" + name) else { continue }
      try HookFiles.remove(view + "/" + name)
    }
    HookFiles.removeEmptyDirectory(view)
  }
}
