import Git
public import Model
import Templates
import Trust

/// A host that runs no hooks, or a place that runs a command.
public enum CIHost: String, CaseIterable, Hashable, Sendable {
  case github, gitlab, forgejo, shell

  /// Where the file belongs, from the top of the repository on; nil where that is up to its user.
  public var path: String? {
    switch self {
    case .github: ".github/workflows/o8.yml"
    case .forgejo: ".forgejo/workflows/o8.yml"
    case .gitlab, .shell: nil
    }
  }

  /// What makes the check a boundary there.
  public var rule: String {
    switch self {
    case .github:
      "a ruleset on the branch: require the status check `verify`, block force pushes and "
        + "deletions, restrict updates to the one key that pushes what was verified; bypass: nobody"
    case .gitlab:
      "protect the branch, allow no push, merge method fast-forward, pipelines must succeed, and "
        + "the CI/CD configuration file in a project that only owners change"
    case .forgejo:
      "protect the branch, allow no push, fast-forward-only as the one merge style, and require "
        + "the status check `o8 / verify`"
    case .shell: "whoever moves the branch runs it first and heeds its exit status"
    }
  }

  fileprivate var template: Template {
    switch self {
    case .github: .ciGithub
    case .gitlab: .ciGitlab
    case .forgejo: .ciForgejo
    case .shell: .ciCheck
    }
  }
}

/// A check for a CI, made for one repository and branch.
public struct CICheck: Hashable, Sendable {
  public let host: CIHost
  public let repo: ObjectID
  public let branch: ReferenceName
  public let text: String
}

extension Workspace {
  /// The check that a host is to require before `branch` moves; without a name the only one that
  /// policy protects.
  public func ciCheck(for host: CIHost, of name: String?) throws -> CICheck {
    let governed = try governed()
    let order = WorkOrder(governed: governed, standardRuntime: nil)
    let branch = try order.branch(named: name)
    // It stands in quotes of `sh` and of YAML.
    guard branch.short.utf8.allSatisfy(Self.isPlain) else {
      throw Problem(
        .usage, "cannot write a check of \(branch.short): its name needs quoting in a script",
        hint: "letters, digits and . _ / + - do not")
    }
    let text = try host.template.filled(with: [
      "branch": .own(branch.short), "repo": .own(governed.policies.repo.hex),
    ])
    return CICheck(host: host, repo: governed.policies.repo, branch: branch, text: text)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return letters.contains(byte | 0x20) || digits.contains(byte) || "._/+-".utf8.contains(byte)
  }
}
