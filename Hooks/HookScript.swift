/// The scripts that git runs, with the places that the installer fills in.
///
/// `@PROGRAM@` stands for the path of `git-o8` as a quoted word, `@USER@` for the directory that
/// holds the hooks which the user had before, as a word of `sh`.
public enum HookScript: String, CaseIterable, Sendable {
  case referenceTransaction = "reference-transaction"
  case preMergeCommit = "pre-merge-commit"
  case prePush = "pre-push"
  case preReceive = "pre-receive"

  /// The hooks of a repository that people work in, in the order in which a merge meets them.
  public static let ofClones: [HookScript] = [.preMergeCommit, .referenceTransaction, .prePush]
  /// The hooks of a repository that is pushed to.
  public static let ofServers: [HookScript] = [.preReceive]

  /// The name under which git looks for it.
  public var name: String { rawValue }

  /// What every script of ours says in its second line and nobody else's does.
  public static let mark = "# git-o8: "

  public func text(program: String, userDirectory: String) -> String {
    Self.filled(template, program: program, userDirectory: userDirectory)
  }

  /// A hook that only hands on to the user's of the same name.
  public static func handOn(userDirectory: String) -> String {
    filled(PackageResources.hand_on, program: "", userDirectory: userDirectory)
  }

  private var template: [UInt8] {
    switch self {
    case .referenceTransaction: PackageResources.reference_transaction
    case .preMergeCommit: PackageResources.pre_merge_commit
    case .prePush: PackageResources.pre_push
    case .preReceive: PackageResources.pre_receive
    }
  }

  private static func filled(
    _ template: [UInt8], program: String, userDirectory: String
  ) -> String {
    var result = ""
    var rest = Substring(decoding: template, as: UTF8.self)
    while let at = rest.firstIndex(of: "@") {
      result += rest[..<at]
      rest = rest[at...]
      if rest.hasPrefix("@PROGRAM@") {
        result += program
        rest = rest.dropFirst("@PROGRAM@".count)
      } else if rest.hasPrefix("@USER@") {
        result += userDirectory
        rest = rest.dropFirst("@USER@".count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}
