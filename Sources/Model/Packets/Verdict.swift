public enum Decision: String, CaseIterable, Hashable, Sendable {
  case approve, revise, reject
}

public enum Severity: String, CaseIterable, Hashable, Sendable {
  case note, warning, error
}

/// Something a reviewer or a rule says about a place in the change.
public struct Finding: Hashable, Sendable {
  /// Nil where the whole change is meant.
  public var path: String?
  /// Counts from 1; 0 where the whole file is meant.
  public var line: Int
  public var severity: Severity
  public var text: String

  public init(path: String?, line: Int = 0, severity: Severity, text: String) {
    self.path = path
    self.line = line
    self.severity = severity
    self.text = text
  }
}

/// A submodule that a change moves; nil on a side where there is none.
public struct GitlinkChange: Hashable, Sendable {
  public var path: String
  public var old: ObjectID?
  public var new: ObjectID?

  public init(path: String, old: ObjectID?, new: ObjectID?) {
    self.path = path
    self.old = old
    self.new = new
  }
}

/// A signed decision on an exact base, head and result tree.
public struct Verdict: Hashable, Sendable {
  public var branch: ReferenceName
  /// The branch's tip it was judged against.
  public var base: ObjectID
  public var head: ObjectID
  /// The result on `base`, in every landing form.
  public var tree: ObjectID
  public var decision: Decision
  public var role: Role
  public var findings: [Finding]
  public var summary: String?
  /// The policy's commit that the judge went by.
  public var policy: ObjectID
  /// The branch's epoch: SHA-256 of the `event.json` of its adoption or latest rewind.
  public var epoch: Digest
  public var expires: Instant?
  /// The principals who worked on the change, as far as the judge knows.
  public var authors: [PrincipalName]
  public var gitlinks: [GitlinkChange]
  /// The sensitive paths that the judge has seen.
  public var sensitive: [String]

  public init(
    branch: ReferenceName, base: ObjectID, head: ObjectID, tree: ObjectID, decision: Decision,
    role: Role, findings: [Finding] = [], summary: String? = nil, policy: ObjectID,
    epoch: Digest, expires: Instant? = nil, authors: [PrincipalName] = [],
    gitlinks: [GitlinkChange] = [], sensitive: [String] = []
  ) {
    self.branch = branch
    self.base = base
    self.head = head
    self.tree = tree
    self.decision = decision
    self.role = role
    self.findings = findings
    self.summary = summary
    self.policy = policy
    self.epoch = epoch
    self.expires = expires
    self.authors = authors
    self.gitlinks = gitlinks
    self.sensitive = sensitive
  }
}
