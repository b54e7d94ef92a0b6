import Git
import Model
import Trust

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
  /// Where a text lies while it is edited, and stays when it is refused.
  public var policyEditPath: String { location.commonDirectory + "/o8/POLICY_EDITMSG.yml" }

  /// The policy as one text, with the keys below it.
  public func policyDocument() throws -> [UInt8] {
    PolicyDocument(try governed().newestPolicyText()).text
  }

  /// What the user's editor makes of the policy; nil where it was left as it is.
  public func editedPolicy(in place: EditorPlace) async throws -> [UInt8]? {
    let text = try policyDocument()
    let path = policyEditPath
    do {
      try FileManager.default.createDirectory(
        atPath: location.commonDirectory + "/o8", withIntermediateDirectories: true)
      try Data(text).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Problem(.environment, "cannot write \(path): \(error)")
    }
    try await runEditor(on: path, in: place)
    guard let edited = FileManager.default.contents(atPath: path) else {
      throw Problem(.environment, "the editor left no \(path)", hint: "the policy is unchanged")
    }
    return Array(edited) == text ? nil : Array(edited)
  }

  private func runEditor(on path: String, in place: EditorPlace) async throws {
    let editor = try await editor()
    let words = ["-c", "\(editor) \"$@\"", editor, path]
    let directory = location.workTree ?? location.gitDirectory
    let exit =
      switch place {
      case .terminal: try await Program("sh").runOnTerminal(words, in: directory)
      case .nowhere: try await Program("sh").run(words, in: directory).exit
      }
    guard exit == 0 else {
      throw Problem(
        .environment, "the editor \(SafeText.escaped(editor)) ended with \(exit)",
        hint: "nothing was signed; git config core.editor names another")
    }
  }
}
