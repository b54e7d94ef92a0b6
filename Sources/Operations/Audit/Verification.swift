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
  /// How many steps were proved before and not recomputed.
  public var rememberedCount: Int { branches.map(\.rememberedCount).reduce(0, +) }
  /// What has git show another history than the one that was judged, a sentence each.
  public var warnings: [String] = []
  /// Whether not all history is in this clone.
  public var isShallow = false
  /// When the newest signature was given on which it rests; nil where that cannot be read.
  public internal(set) var newestSignature: Instant?
  /// The remote from which steps came whose evidence is not here; nil where there are none.
  public var evidenceRemote: String?
  /// Whether this very state was proved before, and nothing was recomputed.
  public var isRemembered = false

  /// Branches that owners have deleted and whose history is not here.
  var forgotten: [ForgottenBranch] = []

  public var isProved: Bool {
    problems.isEmpty && branches.allSatisfy(\.isProved)
  }
}

public struct VerifiedBranch: Sendable {
  public let name: ReferenceName
  /// From where on it was judged, and up to where.
  public let start: ObjectID
  public let tip: ObjectID
  /// By which owners took commits away, in the ledger's order.
  public let rewinds: [ForcedView]
  /// How owners have deleted it; nil where it is to be there.
  public var deletion: DeletionView?
  /// How many steps there are.
  public let count: Int
  /// A line for each of the first steps, as they were written down; all of them covered, and none
  /// with a flag.
  let lines: [UInt8]
  /// Those after them.
  let judged: [VerifiedStep]

  var rememberedCount: Int { count - judged.count }

  init(
    name: ReferenceName, start: ObjectID, tip: ObjectID, steps: [VerifiedStep],
    rewinds: [ForcedView]
  ) {
    (self.name, self.start, self.tip, self.rewinds) = (name, start, tip, rewinds)
    (count, lines, judged) = (steps.count, [], steps)
  }

  init(
    name: ReferenceName, start: ObjectID, tip: ObjectID, count: Int, lines: [UInt8],
    rewinds: [ForcedView]
  ) {
    (self.name, self.start, self.tip, self.rewinds) = (name, start, tip, rewinds)
    (self.count, self.lines, judged) = (count, lines, [])
  }

  /// What was proved before, gone on with.
  init(_ before: VerifiedBranch, to tip: ObjectID, by steps: [VerifiedStep]) {
    (name, start, self.tip, rewinds) = (before.name, before.start, tip, before.rewinds)
    count = before.count + steps.count
    (lines, judged) = (before.lines, before.judged + steps)
  }

  /// All steps, the oldest first.
  public var steps: [VerifiedStep] { ProofText.steps(lines[...]) + judged }

  /// The newest steps, the oldest of them first, and all older ones that a person should look at.
  public func notable(_ limit: Int) -> [VerifiedStep] {
    let older = judged.dropLast(limit).filter { !$0.isCovered || !$0.flags.isEmpty }
    let newest = judged.suffix(limit)
    return ProofText.newest(limit - newest.count, of: lines) + older + newest
  }

  public var isProved: Bool { judged.allSatisfy(\.isCovered) }

  /// The steps that neither the rule nor an owner covers.
  public var open: [VerifiedStep] { judged.filter { !$0.isCovered } }
}

/// The deletion of a branch as a reader of the proof sees it.
public struct DeletionView: Hashable, Sendable {
  public let entry: ObjectID
  /// What the branch held.
  public let old: ObjectID
  public let by: PrincipalName
  public let reason: String
}

extension DeletionView {
  init(_ deletion: BranchDeletion) {
    (entry, old, by, reason) = (deletion.entry, deletion.old, deletion.by, deletion.reason)
  }

  /// One sentence without its full stop.
  func sentence(on branch: ReferenceName) -> String {
    "\(branch.short) was deleted at \(old.short) by \(by): "
      + SafeText.singleLine(reason, limit: 200)
  }
}

/// A branch that owners have deleted and of whose history this clone can show nothing.
struct ForgottenBranch: Hashable {
  let name: ReferenceName
  let deletion: DeletionView

  /// One sentence.
  var sentence: String {
    "\(deletion.sentence(on: name)), and what it held is not here: nothing of it is shown"
  }
}

/// An override as a reader of the proof sees it.
public struct ForcedView: Hashable, Sendable {
  public let entry: ObjectID
  public let old: ObjectID
  public let new: ObjectID
  public let by: PrincipalName
  public let reason: String

  init(entry: ObjectID, old: ObjectID, new: ObjectID, by: PrincipalName, reason: String) {
    (self.entry, self.old, self.new, self.by) = (entry, old, new, by)
    self.reason = reason
  }

  init(_ override: Signed<Override>) {
    self.init(
      entry: override.id, old: override.body.old, new: override.body.new, by: override.author,
      reason: override.body.reason)
  }
}

/// A step of a branch, and what speaks for it.
public struct VerifiedStep: Hashable, Sendable {
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
  /// The policy in force at the step; nil where there was none.
  public let policy: ObjectID?
  /// Who approved it; empty where no packet landed.
  public let approvals: [ApprovalView]

  init(
    prev: ObjectID, commit: ObjectID, finding: Finding, title: String?, policy: ObjectID?,
    approvals: [ApprovalView]
  ) {
    (self.prev, self.commit, self.finding) = (prev, commit, finding)
    (self.title, self.policy, self.approvals) = (title, policy, approvals)
  }

  /// Whether the rule or an owner covers it.
  public var isCovered: Bool {
    switch finding {
    case .admitted, .forced: true
    case .unproved, .breach: false
    }
  }

  /// What a person should look at again.
  public var flags: [Flag] {
    if case .admitted(let admitted) = finding { admitted.flags } else { [] }
  }
}

/// A verdict that counted, by who gave it and with which keys.
public struct ApprovalView: Hashable, Sendable {
  public let verdict: ObjectID
  public let principal: PrincipalName
  public let role: Role
  /// `SHA256:…`, as `ssh-keygen -l` prints it.
  public let keys: [String]

  init(verdict: ObjectID, principal: PrincipalName, role: Role, keys: [String]) {
    (self.verdict, self.principal, self.role) = (verdict, principal, role)
    self.keys = keys
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

/// Whether what was proved before may be believed.
public enum ProofTrust: Hashable, Sendable {
  case remembering
  case fresh
}
