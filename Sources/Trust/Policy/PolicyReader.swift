import Model

/// The schema of `policy.yml`.
enum PolicyReader {
  /// The version of the schema, and the only one there is.
  static let version = 1
  /// More seats than this would be a mistake.
  static let seats = 0...100
  static let attempts = 1...100
  static let diffMax = 1...1_000_000_000

  private static let required = [
    "version", "protected", "principals", "require", "gates", "rules", "landing", "attempts",
    "carry", "selfReview", "expires",
  ]
  /// A program that does not know one of the last six refuses the policy and misjudges nothing.
  private static let optional = [
    "may", "setup", "caches", "codeowners", "owners", "reviewersAlone", "isolation",
    "network", "runtimes",
  ]

  static func policy(_ node: PolicyNode) throws(PolicyTextError) -> Policy {
    try checkVersion(node)
    let record = try node.record(required, optional: optional)
    var policy = Policy(
      protected: try record["protected"].nonEmpty(pattern),
      principals: try principals(record["principals"]),
      require: try requirements(record["require"]),
      gates: try GateReader.gates(record["gates"]),
      rules: try rules(record["rules"]),
      landing: Set(try record["landing"].nonEmpty(form)),
      attempts: try record["attempts"].integer(in: attempts),
      carry: try record["carry"].choice(),
      selfReview: try record["selfReview"].choice(),
      expires: try day(record["expires"]),
      may: try may(record.optional("may")),
      setup: try setup(record.optional("setup")),
      caches: try record.optional("caches")?.distinct(pattern) ?? [])
    if let use = record.optional("codeowners") { policy.codeOwners = try use.choice() }
    policy.isolation = try record.optional("isolation")?.choice()
    policy.network = try network(record.optional("network"), under: policy.isolation)
    policy.runtimes = try RuntimesReader.runtimes(record.optional("runtimes"))
    policy.owners = try OwnersReader.owners(record.optional("owners"), policy.principals)
    policy.reviewersAlone = try OwnersReader.grants(record.optional("reviewersAlone"), policy)
    return policy
  }

  private static func network(
    _ node: PolicyNode?, under isolation: Isolation?
  ) throws(PolicyTextError) -> CageNetwork? {
    guard let node else { return nil }
    let network: CageNetwork = try node.choice()
    guard network == .all || isolation == .sandbox else {
      throw node.error("only a cage keeps anything from the network: isolation: sandbox is missing")
    }
    return network
  }

  /// Before everything else, so that a later version is called that and not a set of errors.
  private static func checkVersion(_ node: PolicyNode) throws(PolicyTextError) {
    for (key, value) in try node.pairs() where try key.text(limit: 400) == "version" {
      guard try value.text(limit: 20) == String(version) else {
        throw value.error("this o8 knows version \(version) of the policy; install a newer one")
      }
      return
    }
    throw node.error("'version' is missing")
  }

  private static func principals(
    _ node: PolicyNode
  ) throws(PolicyTextError) -> [PrincipalName: Principal] {
    var principals: [PrincipalName: Principal] = [:]
    for (key, value) in try node.pairs() {
      let record = try value.record(["roles", "of"])
      let roles = Set(try record["roles"].nonEmpty(role))
      guard !roles.contains(.worker) || roles.count == 1 else {
        throw try record["roles"].error("a worker holds no other role")
      }
      let human = try record["of"].principalName()
      principals[try key.principalName()] = Principal(roles: roles, human: human.text)
    }
    guard principals.values.contains(where: { $0.roles.contains(.owner) }) else {
      throw node.error("nobody is an owner")
    }
    return principals
  }

  private static func requirements(_ node: PolicyNode) throws(PolicyTextError) -> Requirements {
    var result = Requirements(byRole: [:])
    let judges = Role.allCases.filter(\.judges)
    for (key, value) in try node.pairs() {
      let name = try key.text(limit: PolicyText.keyByteLimit)
      if let role = Role(rawValue: name) {
        guard role.judges else { throw key.error("a \(name) gives no verdicts that count") }
        result.byRole[role] = try value.integer(in: role == .owner ? 1...100 : seats)
      } else {
        var byRole: [Role: Int] = [:]
        for (key, value) in try value.pairs() {
          let role = try key.choice(of: Role.self)
          guard role.judges else { throw key.error("a \(role) gives no verdicts that count") }
          byRole[role] = try value.integer(in: seats)
        }
        result.byPath.append(PathRequirement(pattern: try pattern(key), byRole: byRole))
      }
    }
    if let missing = judges.first(where: { result.byRole[$0] == nil }) {
      throw node.error("'require' lacks the key '\(missing)'")
    }
    return result
  }

  private static func rules(_ node: PolicyNode) throws(PolicyTextError) -> StaticRules {
    let record = try node.record([
      "scope", "conflictMarkers", "secrets", "diffFilesMax", "diffLinesMax", "sensitive",
    ])
    return StaticRules(
      scope: try record["scope"].choice(),
      conflictMarkers: try record["conflictMarkers"].choice(),
      secrets: try record["secrets"].choice(),
      diffFilesMax: try record["diffFilesMax"].integer(in: diffMax),
      diffLinesMax: try record["diffLinesMax"].integer(in: diffMax),
      sensitive: try record["sensitive"].distinct(pattern))
  }

  private static func may(_ node: PolicyNode?) throws(PolicyTextError) -> [String: Set<Role>] {
    var result: [String: Set<Role>] = [:]
    for (key, value) in try node?.pairs() ?? [] {
      let kind = try key.text(limit: 32)
      guard kind.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else {
        throw key.error("'\(kind)' is no kind of event")
      }
      result[kind] = Set(try value.nonEmpty(role))
    }
    return result
  }

  private static func setup(_ node: PolicyNode?) throws(PolicyTextError) -> [String] {
    var result: [String] = []
    for item in try node?.items() ?? [] {
      result.append(try item.text(limit: GateReader.commandByteLimit, lines: .many))
    }
    return result
  }

  private static func day(_ node: PolicyNode) throws(PolicyTextError) -> CalendarDay {
    guard let day = CalendarDay(try node.text(limit: 10)) else {
      throw node.error("'\(node.path)' must be a day such as 2027-11-21")
    }
    return day
  }

  static func pattern(_ node: PolicyNode) throws(PolicyTextError) -> Pattern {
    try node.pattern()
  }

  private static func role(_ node: PolicyNode) throws(PolicyTextError) -> Role {
    try node.choice()
  }

  private static func form(_ node: PolicyNode) throws(PolicyTextError) -> LandingForm {
    try node.choice()
  }
}
