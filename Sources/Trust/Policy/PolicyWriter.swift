public import Model

extension PolicyText {
  /// The texts that say `policy`, in the style that people edit.
  public init(_ policy: Policy) {
    let names = policy.principals.keys.sorted()
    let signers = names.flatMap { name in
      (policy.principals[name]?.keys ?? []).flatMap { key in
        AllowedSigners.line(name, key)
      }
    }
    self.init(policy: Array(PolicyWriter.text(policy).utf8), signers: signers)
  }
}

/// Writes `policy.yml`.
enum PolicyWriter {
  static func text(_ policy: Policy) -> String {
    var lines = [
      "version: \(PolicyReader.version)",
      "protected: \(list(policy.protected))  # branch names or patterns",
      "principals:",
    ]
    for (name, principal) in policy.principals.sorted(by: { $0.key < $1.key }) {
      let roles = list(principal.roles, in: Role.allCases)
      lines.append("  \(scalar(name.text)): {roles: \(roles), of: \(scalar(principal.human))}")
    }
    lines.append("require: \(requirements(policy.require))  # verdicts by role, also by path")
    lines.append(policy.gates.isEmpty ? "gates: []" : "gates:")
    lines += policy.gates.map { "  - \(gate($0))" }
    lines += [
      "rules: \(rules(policy.rules))",
      "landing: \(list(policy.landing, in: LandingForm.allCases))"
        + "  # of merge, squash, fastForward",
      "attempts: \(policy.attempts)",
      "carry: \(policy.carry.rawValue)  # disjoint or never",
      "selfReview: \(policy.selfReview.rawValue)  # allowed or refused",
      "expires: \(policy.expires.text)",
    ]
    if !policy.may.isEmpty {
      lines.append("may: {\(reservations(policy.may))}")
    }
    if !policy.setup.isEmpty { lines.append("setup: \(list(policy.setup))") }
    if !policy.caches.isEmpty { lines.append("caches: \(list(policy.caches))") }
    lines += optional(policy)
    return lines.joined(separator: "\n") + "\n"
  }

  /// What is left out where it says nothing: programs before it refuse it.
  private static func optional(_ policy: Policy) -> [String] {
    var lines: [String] = []
    if policy.codeOwners != .ignored {
      lines.append("codeowners: \(policy.codeOwners.rawValue)  # ignored, routing or required")
    }
    if !policy.owners.isEmpty {
      lines.append("owners:")
      lines += policy.owners.sorted { $0.key < $1.key }
        .map { "  \(quoted($0.key)): \(list($0.value.map(\.text)))" }
    }
    if !policy.reviewersAlone.isEmpty {
      lines.append("reviewersAlone:  # what may land without an operator")
      lines += policy.reviewersAlone.map { grant in
        var fields: [String] = []
        if !grant.paths.isEmpty { fields.append("paths: \(list(grant.paths))") }
        if !grant.tiers.isEmpty { fields.append("tiers: \(list(grant.tiers, in: Tier.allCases))") }
        return "  - {\(fields.joined(separator: ", "))}"
      }
    }
    if let least = policy.isolation {
      lines.append("isolation: \(least.rawValue)  # at least: worktree, clone or sandbox")
    }
    if let most = policy.network {
      lines.append("network: \(most.rawValue)  # at most, from a cage: all, workers or none")
    }
    if let runtimes = policy.runtimes {
      let entries = runtimes.sorted { $0.key < $1.key }
        .map { "\(scalar($0.key)): \(list($0.value, in: RuntimeRole.allCases))" }
      lines.append(
        "runtimes: {\(entries.joined(separator: ", "))}  # of worker, reviewer, manager")
    }
    return lines
  }

  private static func requirements(_ require: Requirements) -> String {
    var fields = seats(require.byRole, of: Role.allCases.filter(\.judges))
    for requirement in require.byPath {
      let roles = seats(
        requirement.byRole, of: Role.allCases.filter { requirement.byRole[$0] != nil })
      let inner = roles.joined(separator: ", ")
      fields.append("\(quoted(requirement.pattern.text)): {\(inner)}")
    }
    return "{" + fields.joined(separator: ", ") + "}"
  }

  private static func seats(_ byRole: [Role: Int], of roles: [Role]) -> [String] {
    roles.map { "\($0.rawValue): \(byRole[$0] ?? ($0 == .owner ? 1 : 0))" }
  }

  private static func gate(_ gate: Gate) -> String {
    "{name: \(scalar(gate.name)), run: \(scalar(gate.run)), "
      + "timeoutSeconds: \(gate.timeoutSeconds), paths: \(list(gate.paths))}"
  }

  private static func rules(_ rules: StaticRules) -> String {
    "{scope: \(rules.scope.rawValue), conflictMarkers: \(rules.conflictMarkers.rawValue), "
      + "secrets: \(rules.secrets.rawValue), diffFilesMax: \(rules.diffFilesMax), "
      + "diffLinesMax: \(rules.diffLinesMax), sensitive: \(list(rules.sensitive))}"
  }

  private static func reservations(_ may: [String: Set<Role>]) -> String {
    may.sorted { $0.key < $1.key }
      .map { "\(scalar($0.key)): \(list($0.value, in: Role.allCases))" }
      .joined(separator: ", ")
  }

  private static func list<Value: RawRepresentable & Hashable>(
    _ values: Set<Value>, in order: [Value]
  ) -> String where Value.RawValue == String {
    list(order.filter(values.contains).map(\.rawValue))
  }

  private static func list(_ patterns: [Pattern]) -> String { list(patterns.map(\.text)) }

  private static func list(_ texts: [String]) -> String {
    "[" + texts.map(scalar).joined(separator: ", ") + "]"
  }
}

extension PolicyWriter {
  /// Words that some reader of YAML takes for something else than their text.
  private static let ambiguous: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null",
  ]

  /// `text` bare where every reader of YAML agrees on what it means, else in quotes.
  private static func scalar(_ text: String) -> String {
    let words = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let isBare =
      words.allSatisfy { word in !word.isEmpty && word.allSatisfy(isInBareWord) }
      && text.utf8.first.map(isLetter) == true && !ambiguous.contains(text.lowercased())
    return isBare ? text : quoted(text)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isInBareWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || "_./=+-".utf8.contains(byte)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.misleads || scalar.properties.isNoncharacterCodePoint:
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
