/// The `CODEOWNERS` of a commit, as it was found.
public enum OwnersFile: Hashable, Sendable {
  /// Nobody owns anything.
  case absent
  case read(CodeOwners)
  /// Something stands there that says nothing, and why.
  case unreadable(path: String, why: String)
}

/// What the file of owners is good for.
public enum CodeOwnersUse: String, CaseIterable, Hashable, Sendable {
  case ignored
  /// Owners are shown what waits for them.
  case routing
  /// And a change lands only with the approval of an owner of every path it touches.
  case required
}

/// Touched paths that one line of `CODEOWNERS` decides about, and who could approve them.
public struct OwnerClaim: Hashable, Sendable {
  public let file: String
  /// Counted from one.
  public let line: Int
  /// Empty where the line cannot be understood.
  public let pattern: String
  /// As they are written.
  public let owners: [String]
  /// The principals that they are and whose verdicts can count, sorted.
  public let able: [PrincipalName]
  /// The first of the paths, and how many there are.
  public let path: String
  public let count: Int
  /// Why the line cannot be understood; nil where it can.
  public let fault: String?

  init(_ decided: CodeOwners.Decided, in file: String, under policy: Policy) {
    self.file = file
    path = decided.path
    count = decided.count
    if let fault = decided.fault {
      line = fault.number
      (pattern, owners, able) = ("", [], [])
      self.fault = fault.reason
      return
    }
    line = decided.line?.number ?? 0
    pattern = decided.line?.pattern ?? ""
    owners = decided.line?.owners ?? []
    able = Set(owners.flatMap(policy.principals(owning:))).filter(policy.canJudge).sorted()
    fault = nil
  }

  /// Whether one of those who approved owns the paths.
  public func isMet(by approvers: Set<PrincipalName>) -> Bool {
    fault == nil && able.contains(where: approvers.contains)
  }
}

extension CodeOwners {
  /// Who has to approve a change of `paths`, by line; nil where finding out would take too long.
  public func claims(on paths: [String], under policy: Policy) -> [OwnerClaim]? {
    decided(paths)?.map { OwnerClaim($0, in: path, under: policy) }
  }

  /// A line that names somebody whom nobody is, or that cannot be understood.
  public struct Complaint: Hashable, Sendable {
    /// Such as `CODEOWNERS:3: nobody in the policy is @ben`.
    public let sentence: String
    /// Whether nothing that the line decides about could land where owners are required.
    public let isBlocking: Bool

    public init(_ sentence: String, isBlocking: Bool) {
      self.sentence = sentence
      self.isBlocking = isBlocking
    }
  }

  /// The lines with an owner that nobody in the policy is, or whose verdict could not count, and
  /// those that cannot be understood, in the order of the lines.
  public func complaints(under policy: Policy) -> [Complaint] {
    var known: [String: String?] = [:]
    func complaint(about owner: String) -> String? {
      if let told = known[owner] { return told }
      let told = Self.complaint(about: owner, under: policy)
      known[owner] = .some(told)
      return told
    }
    var found: [(number: Int, text: String, isBlocking: Bool)] = []
    for line in lines {
      let told = line.owners.compactMap(complaint)
      guard !told.isEmpty else { continue }
      found.append((line.number, told.joined(separator: "; "), told.count == line.owners.count))
    }
    found += faults.map { ($0.number, $0.reason, true) }
    return found.sorted { $0.number < $1.number }
      .map { Complaint("\(path):\($0.number): \($0.text)", isBlocking: $0.isBlocking) }
  }

  private static func complaint(about owner: String, under policy: Policy) -> String? {
    let names = policy.principals(owning: owner)
    let shown = SafeText.singleLine(owner, limit: 100)
    guard !names.isEmpty else { return "nobody in the policy is \(shown)" }
    guard !names.contains(where: policy.canJudge) else { return nil }
    let who = names.sorted().map(\.text).joined(separator: ", ")
    return "\(shown) is \(who), who signs no verdicts"
  }
}

extension Policy {
  /// The principals that an owner of `CODEOWNERS` is: those that `owners` names, else the one of
  /// that very name. Letters' case does not matter, as on the hosts.
  public func principals(owning owner: String) -> [PrincipalName] {
    let key = Self.ownerKey(owner)
    if let named = owners[key] { return named.filter { principals[$0] != nil } }
    let name = PrincipalName(key.first == "@" ? key.dropFirst() : key[...])
    return name.flatMap { principals[$0] == nil ? nil : [$0] } ?? []
  }

  /// An owner as `owners` has it.
  public static func ownerKey(_ owner: String) -> String { CaseFolding.fold(owner) }

  func canJudge(_ name: PrincipalName) -> Bool {
    principals[name]?.roles.contains(where: \.judges) ?? false
  }

  /// The changed paths that a verdict has to list, folded and sorted: those that the rules call
  /// sensitive, and what says who owns the rest, where that counts.
  public func sensitivePaths(among paths: [String]) -> [String] {
    var rules = rules
    if codeOwners == .required { rules.sensitive += Self.ownersPlaces }
    return StaticReview.sensitivePaths(among: paths, policy: rules)
  }

  private static let ownersPlaces = CodeOwners.places.compactMap { Pattern("/" + $0) }
}
