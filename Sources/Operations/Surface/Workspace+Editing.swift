import Git
import Model

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whether the editor gets the terminal of this process.
public enum EditorPlace: Hashable, Sendable {
  case terminal
  /// There is none: a script that edits works, a full-screen editor fails by itself.
  case nowhere
}

extension Workspace {
  /// What stands below this line is for the writer alone. Lines that begin with `#` stay above
  /// it: they are headings of Markdown.
  static let scissors = "# ------------------------ >8 ------------------------"

  /// A text of more bytes is no text of a person's.
  private static let editedBytes = 1 << 20

  /// Has the person at the terminal write a text in the editor that git would open.
  ///
  /// - `text`: what stands there at first.
  /// - `notes`: what the writer should know, a line each.
  ///
  /// The file stays afterwards, as that of `git commit` does: what was written is not lost when
  /// something else goes wrong. Throws a `Problem` of the kind `usage` for an empty text.
  public func edited(_ text: String, notes: [String]) async throws -> String {
    let folder = location.commonDirectory + "/o8"
    let path = folder + "/EDITMSG.md"
    let below = [Self.scissors] + (notes + Self.explanation).map { $0.isEmpty ? "#" : "# \($0)" }
    let start = (text.isEmpty ? "\n" : text + "\n") + "\n" + below.joined(separator: "\n") + "\n"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(start.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Problem(.environment, "cannot write \(path): \(error)")
    }
    try await runEditor(
      on: path, in: .terminal, refusing: "nothing was done",
      hint: "git config core.editor names another; or give the text with -m or -F")
    guard let bytes = FileManager.default.contents(atPath: path),
      bytes.count <= Self.editedBytes, let written = String(validating: bytes, as: UTF8.self)
    else {
      throw Problem(.usage, "what the editor left in \(path) is no text")
    }
    let result = Self.text(in: written)
    guard !result.isEmpty else {
      throw Problem(.usage, "nothing was done, because the text is empty")
    }
    return result
  }

  private static let explanation = [
    "", "What stands below the first line of dashes is left out.",
    "An empty text means that nothing is done.",
  ]

  /// What stands above the scissors, without blank lines around it.
  static func text(in written: String) -> String {
    let lines = written.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .prefix { $0 != scissors }
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }
    guard let first = lines.firstIndex(where: { !isBlank($0) }),
      let last = lines.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return lines[first...last].joined(separator: "\n")
  }

  /// Has the user's editor change the file at `path`. Throws a `Problem` where it fails, which
  /// says what that means.
  func runEditor(
    on path: String, in place: EditorPlace, refusing consequence: String, hint: String
  ) async throws {
    let editor = try await editor()
    let words = ["-c", editor + " \"$@\"", editor, path]
    let directory = location.workTree ?? location.gitDirectory
    let exit = try await place.exitStatus(of: words, in: directory)
    guard exit == 0 else {
      throw Problem(
        .environment,
        "the editor \(SafeText.escaped(editor)) ended with \(exit): \(consequence)", hint: hint)
    }
  }

  /// The editor by git's own rules, with the words it is started with.
  func editor() async throws -> String {
    let answer = try await location.run(
      ["var", "GIT_EDITOR"], environment: ["GIT_EDITOR": environment["GIT_EDITOR"]])
    let editor = answer.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard answer.exit == 0, !editor.isEmpty else {
      throw Problem(
        .environment, "git names no editor for this terminal",
        hint: "give the text with -m or -F, or name one: git config core.editor")
    }
    return editor
  }
}

extension EditorPlace {
  /// How the shell ended that was given `words`.
  fileprivate func exitStatus(of words: [String], in directory: String) async throws -> Int32 {
    // Not a `switch` whose branches both wait: Swift 6.2's optimiser fails on that.
    guard self == .terminal else {
      return try await Program("sh").run(words, in: directory).exit
    }
    return try await Program("sh").runOnTerminal(words, in: directory)
  }
}
