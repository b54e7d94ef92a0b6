import Git
import Model
import Trust

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
    try await runEditor(
      on: path, in: place, refusing: "nothing was signed",
      hint: "git config core.editor names another")
    guard let edited = FileManager.default.contents(atPath: path) else {
      throw Problem(.environment, "the editor left no \(path)", hint: "the policy is unchanged")
    }
    return Array(edited) == text ? nil : Array(edited)
  }
}
