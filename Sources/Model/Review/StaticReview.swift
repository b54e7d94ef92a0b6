/// The rules that need no command: what a change touches, and what it brings, judged from plain
/// values.
public struct StaticReview: Sendable {
  public var rules: StaticRules
  /// The packet's; empty means everywhere.
  public var scope: [Pattern]

  public init(rules: StaticRules, scope: [Pattern] = []) {
    self.rules = rules
    self.scope = scope
  }

  /// A report stays readable, and fits into an event, however often a rule is broken.
  public static let findingsPerRule = 50

  /// What the rules say about `files`, errors first, then by path and line.
  public func findings(in files: [ChangedFile]) -> [StaticFinding] {
    var all = budgetFindings(files)
    var scanner = SecretScanner()
    for file in files {
      all += scopeFindings(file) + sensitiveFindings(file)
      guard file.new != nil else { continue }
      all += pathFindings(file) + linkFindings(file) + sizeFindings(file)
      all += markerFindings(file) + hiddenFindings(file)
      all += secretFindings(file, &scanner)
    }
    all += collisionFindings(files)
    return capped(all).sorted { $0.precedes($1) }
  }

  /// Keeps the first of each rule and severity, and says how many more there are.
  private func capped(_ findings: [StaticFinding]) -> [StaticFinding] {
    let groups = Dictionary(grouping: findings) { [$0.rule.rawValue, $0.severity.rawValue] }
    return groups.values.flatMap { group -> [StaticFinding] in
      guard group.count > Self.findingsPerRule, let first = group.first else { return group }
      let more = StaticFinding(
        first.rule, first.severity,
        "and \(group.count - Self.findingsPerRule) more of the rule \(first.rule.rawValue)")
      return group.prefix(Self.findingsPerRule) + [more]
    }
  }
}

/// A built-in rule, as a report names it.
public enum StaticRule: String, CaseIterable, Hashable, Sendable {
  case scope, diffBudget, conflictMarkers, secrets, link, submodule, sensitive, oversized, pathName
  case collision, hiddenText
}

/// A finding, and the rule that made it.
public struct StaticFinding: Hashable, Sendable {
  public var rule: StaticRule
  public var finding: Finding

  public var severity: Severity { finding.severity }

  public init(
    _ rule: StaticRule, _ severity: Severity, _ text: String, path: String? = nil, line: Int = 0
  ) {
    self.rule = rule
    finding = Finding(path: path, line: line, severity: severity, text: text)
  }

  fileprivate func precedes(_ other: StaticFinding) -> Bool {
    if severity != other.severity { return severity.rank > other.severity.rank }
    let (mine, its) = (finding.path ?? "", other.finding.path ?? "")
    if mine != its { return mine.utf8.lexicographicallyPrecedes(its.utf8) }
    return (finding.line, rule.rawValue, finding.text)
      < (other.finding.line, other.rule.rawValue, other.finding.text)
  }
}

extension Severity {
  fileprivate var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

extension RuleLevel {
  /// Nil where the rule is off.
  var severity: Severity? {
    switch self {
    case .off: nil
    case .warning: .warning
    case .error: .error
    }
  }
}
