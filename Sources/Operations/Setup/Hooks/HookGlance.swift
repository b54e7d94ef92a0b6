import Git
import Hooks
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether git asks o8 before a protected branch moves, found out without starting git: what
/// `hooks status` proves, every `status` glances at.
struct HookGlance {
  private let repository: Repository
  private let program: String

  init(_ repository: Repository, program: String) {
    self.repository = repository
    self.program = program
  }

  /// What is wrong, in words that follow `the hooks`; nil where they are in force, and for a
  /// repository that is only pushed to: `hooks status` tells of its own.
  func problem(protecting patterns: [Pattern]) throws(GitError) -> String? {
    if repository.location.workTree == nil, try repository.config("o8.repo") != nil { return nil }
    let configured = try repository.config("core.hooksPath")
    let directory = directory(configured)
    let hooks = SharedHooks(directory: directory)
    var (lacking, odd): ([String], String?) = ([], nil)
    for script in HookScript.ofClones {
      switch hooks.state(of: script, expected: "") {
      case .installed, .chained: continue
      case .missing, .foreign, .shadowed: lacking.append(script.name)
      case .outdated: odd = odd ?? oddity(of: script, at: hooks.path(script.name))
      }
    }
    if !lacking.isEmpty {
      let isOwn = directory == repository.location.commonDirectory + "/" + HookPlace.ownName
      guard let configured, !isOwn else {
        return "are not installed (\(lacking.joined(separator: ", ")))"
      }
      return "are not asked: core.hooksPath leads git to "
        + SafeText.singleLine(configured, limit: 200)
    }
    if let odd { return odd }
    let filter = HookFile(at: directory + "/" + BranchFilter.fileName)
    guard case .regular(let bytes, _) = filter,
      bytes != Array(BranchFilter.text(protecting: patterns).utf8)
    else { return nil }
    return "know other protected branches than the policy"
  }

  /// Where git looks for hooks.
  private func directory(_ configured: String?) -> String {
    let location = repository.location
    guard let configured, !configured.isEmpty else { return location.commonDirectory + "/hooks" }
    if configured.hasPrefix("~/"), let home = getenv("HOME") {
      return String(cString: home) + configured.dropFirst()
    }
    return configured.hasPrefix("/")
      ? configured : (location.workTree ?? location.gitDirectory) + "/" + configured
  }

  /// What is wrong with a script of ours; nil where nothing is.
  private func oddity(of script: HookScript, at path: String) -> String? {
    guard case .regular(let bytes, let mode) = HookFile(at: path) else { return nil }
    guard mode & 0o111 != 0 else { return "are not run: \(path) is not executable" }
    guard let called = programCalled(by: String(decoding: bytes, as: UTF8.self), script) else {
      return "are of another version of git-o8"
    }
    guard called == ShellWord.alwaysQuoted(program) || access(unquoted(called), X_OK) == 0 else {
      return "call a program that is gone: \(unquoted(called))"
    }
    return nil
  }

  /// The program that the text calls, as its word of `sh`; nil where it is no text of this
  /// version, whatever its program and the user's directory.
  private func programCalled(by text: String, _ script: HookScript) -> String? {
    let (program, user): (Character, Character) = ("\u{1}", "\u{2}")
    let template = script.text(program: String(program), userDirectory: String(user))
    var rest = text[...]
    var called: String?
    var gap: Character?
    for part in Self.parts(of: template, at: [program, user]) {
      guard let place = part.text.isEmpty ? rest.endIndex : Self.find(part.text, in: rest) else {
        return nil
      }
      if gap == nil, place != rest.startIndex { return nil }
      if gap == program, called == nil { called = String(rest[..<place]) }
      rest = rest[place...].dropFirst(part.text.count)
      gap = part.end
    }
    return rest.isEmpty ? called : nil
  }

  private static func parts(
    of template: String, at marks: Set<Character>
  ) -> [(text: String, end: Character?)] {
    var parts: [(text: String, end: Character?)] = []
    var text = ""
    for character in template {
      if marks.contains(character) {
        parts.append((text, character))
        text = ""
      } else {
        text.append(character)
      }
    }
    return parts + [(text, nil)]
  }

  private static func find(_ part: String, in text: Substring) -> String.Index? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return start }
      start = text.index(after: start)
    }
    return nil
  }

  /// A path as it stands in quotes.
  private func unquoted(_ word: String) -> String {
    word.split(separator: "'\\''", omittingEmptySubsequences: false).joined(separator: "'")
      .dropFirst().dropLast().description
  }
}
