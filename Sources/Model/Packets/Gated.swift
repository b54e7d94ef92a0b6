/// One run of one gate on the tree that would land. Signed, or it is no evidence.
public struct Gated: Hashable, Sendable {
  public var started: ObjectID?
  public var name: String
  public var definition: Digest
  public var head: ObjectID
  public var tree: ObjectID
  public var passed: Bool
  public var log: Kept?
  public var seconds: Int

  public init(
    started: ObjectID?, name: String, definition: Digest, head: ObjectID, tree: ObjectID,
    passed: Bool, log: Kept?, seconds: Int
  ) {
    self.started = started
    self.name = name
    self.definition = definition
    self.head = head
    self.tree = tree
    self.passed = passed
    self.log = log
    self.seconds = seconds
  }
}

/// The gates are done and red: their report (`report.md`) goes back to the worker.
public struct Returned: Hashable, Sendable {
  public var started: ObjectID?
  public var head: ObjectID
  /// The gates and static rules that said no, or the paths in conflict.
  public var because: [String]

  public init(started: ObjectID?, head: ObjectID, because: [String]) {
    self.started = started
    self.head = head
    self.because = because
  }
}

/// The gates are green: the result lies before the reviewers.
public struct Presented: Hashable, Sendable {
  public var started: ObjectID?
  public var base: ObjectID
  public var head: ObjectID
  /// The merge of base and head: what would land.
  public var tree: ObjectID
  /// Findings of the static rules that did not stop it.
  public var findings: [Finding]
  /// Approvals needed by role for the paths it changes, as the writer believed.
  public var require: [Role: Int]
  /// Those that suffice where reviewers may land it alone; nil where they may not. Believed too.
  public var alone: [Role: Int]?
  /// Those of whom one has to approve, for each of them: the owners of what it changes. Believed
  /// too; an empty list is one that nobody can fill.
  public var owners: [[PrincipalName]]

  /// A change with more kinds of owners is one that nobody approves, and a line names fewer.
  public static let ownersLimit = 100

  public init(
    started: ObjectID?, base: ObjectID, head: ObjectID, tree: ObjectID, findings: [Finding] = [],
    require: [Role: Int], alone: [Role: Int]? = nil, owners: [[PrincipalName]] = []
  ) {
    self.started = started
    self.base = base
    self.head = head
    self.tree = tree
    self.findings = findings
    self.require = require
    self.alone = alone
    self.owners = owners
  }
}
