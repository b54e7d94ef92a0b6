public import Model
import Trust

/// What a recomputation of the protected branches' histories found.
public struct Verification: Sendable {
  /// The repository's identity and its newest policy.
  public let repo: ObjectID
  public let policy: ObjectID
  public let branches: [VerifiedBranch]
  /// What is wrong besides single steps, a sentence each.
  public let problems: [String]

  public var isProved: Bool {
    problems.isEmpty && branches.allSatisfy { $0.steps.allSatisfy(\.isCovered) }
  }
}

public struct VerifiedBranch: Sendable {
  public let name: ReferenceName
  /// From where on it was judged, and up to where.
  public let start: ObjectID
  public let tip: ObjectID
  public let steps: [VerifiedStep]
  /// By which owners took commits away, in the ledger's order.
  public let rewinds: [ForcedView]
}

/// An override as a reader of the proof sees it.
public struct ForcedView: Hashable, Sendable {
  public let entry: ObjectID
  public let old: ObjectID
  public let new: ObjectID
  public let by: PrincipalName
  public let reason: String

  init(_ override: Signed<Override>) {
    (entry, by) = (override.id, override.author)
    (old, new) = (override.body.old, override.body.new)
    reason = override.body.reason
  }
}

/// A step of a branch, and what speaks for it.
public struct VerifiedStep: Sendable {
  public enum Finding: Hashable, Sendable {
    case admitted(Admitted)
    /// By the override with this id.
    case forced(ObjectID)
    /// It came from a remote and what speaks for it is not here.
    case unproved([Reason])
    case breach([Reason])
  }

  public let prev: ObjectID
  public let commit: ObjectID
  public let finding: Finding
  /// What the packet that landed is called, or why the step was forced; nil where neither.
  public let title: String?

  init(_ step: HistoryStep, title: String?) {
    (prev, commit) = (step.stretch.prev, step.stretch.commit)
    self.title = title
    finding =
      switch step.finding {
      case .admitted(let admitted): .admitted(admitted)
      case .forced(let entry): .forced(entry)
      case .unproved(let reasons): .unproved(reasons)
      case .breach(let reasons): .breach(reasons)
      }
  }

  /// Whether the rule or an owner covers it.
  public var isCovered: Bool {
    switch finding {
    case .admitted, .forced: true
    case .unproved, .breach: false
    }
  }
}

/// What is to be verified.
public enum VerificationExtent: Hashable, Sendable {
  /// Every branch that the policy protects now.
  case protected
  /// Those that earlier policies protected besides.
  case everything
  /// One branch that the policy protects now; `wasProtected` also one that an earlier did.
  case branch(String, wasProtected: Bool)
  /// The steps from one revision to another, as of the branch, or of the one protected branch
  /// that the first is on.
  case range(from: String, to: String, branch: String?)
}
