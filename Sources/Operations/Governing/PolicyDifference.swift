public import Model
import Trust

/// What changes for whom when one policy follows another, a sentence each.
public struct PolicyDifference: Hashable, Sendable {
  public struct Effect: Hashable, Sendable {
    public let sign: Sign
    public let text: String
  }

  public enum Sign: String, Hashable, Sendable {
    case gained = "+"
    case lost = "-"
    case changed = "~"
  }

  public private(set) var effects: [Effect] = []

  public init(from old: Policy, to new: Policy) {
    compareBranches(old, new)
    comparePrincipals(old, new)
    compareRequirements(old, new)
    compareGates(old, new)
    compareRules(old, new)
    compareRest(old, new)
  }

  private mutating func add(_ sign: Sign, _ text: String) {
    effects.append(Effect(sign: sign, text: text))
  }

  /// What only one of two sets has, in an order that does not change.
  private mutating func compare<Value: Hashable>(
    _ old: some Sequence<Value>, _ new: some Sequence<Value>, lost: (Value) -> String,
    gained: (Value) -> String
  ) {
    let (before, after) = (Set(old), Set(new))
    for value in old where !after.contains(value) { add(.lost, lost(value)) }
    for value in new where !before.contains(value) { add(.gained, gained(value)) }
  }

  private mutating func change<Value: Equatable>(
    _ name: String, _ old: Value, _ new: Value, _ text: (Value) -> String
  ) {
    guard old != new else { return }
    add(.changed, "\(name): \(text(old)) → \(text(new))")
  }
}

extension PolicyDifference {
  private mutating func compareBranches(_ old: Policy, _ new: Policy) {
    compare(
      old.protected, new.protected, lost: { "\($0) is no longer protected" },
      gained: { "\($0) is protected" })
  }

  private mutating func comparePrincipals(_ old: Policy, _ new: Policy) {
    for name in Set(old.principals.keys).union(new.principals.keys).sorted() {
      switch (old.principals[name], new.principals[name]) {
      case (let before?, nil):
        add(.lost, "\(name) leaves: \(Self.roles(before.roles)), \(Self.keys(before.keys))")
      case (nil, let after?):
        let human = after.human == name.text ? "" : ", for \(after.human)"
        add(
          .gained, "\(name) joins: \(Self.roles(after.roles)), \(Self.keys(after.keys))\(human)")
      case (let before?, let after?): compare(before, after, called: name)
      case (nil, nil): continue
      }
    }
  }

  private mutating func compare(
    _ old: Principal, _ new: Principal, called name: PrincipalName
  ) {
    compare(
      Role.allCases.filter(old.roles.contains), Role.allCases.filter(new.roles.contains),
      lost: { "\(name) is no longer \($0)" }, gained: { "\(name) becomes \($0)" })
    compare(
      old.keys, new.keys, lost: { "\(name) loses the key \($0.fingerprint)" },
      gained: { "\(name) gets the key \($0.fingerprint)" })
    change("\(name) stands for", old.human, new.human) { $0 }
  }

  private mutating func compareRequirements(_ old: Policy, _ new: Policy) {
    func count(_ policy: Policy, _ role: Role) -> Int {
      role == .owner ? policy.require.owners : policy.require.byRole[role] ?? 0
    }
    for role in Role.allCases where role.judges {
      let what =
        role == .owner ? "owners who must sign a policy" : "\(role) approvals of every change"
      change(what, count(old, role), count(new, role)) { "\($0)" }
    }
    func text(_ requirement: PathRequirement) -> String {
      Role.allCases.compactMap { role in
        requirement.byRole[role].map { "\($0) \(role)" }
      }.joined(separator: ", ")
    }
    compare(
      old.require.byPath, new.require.byPath,
      lost: { "changes of \($0.pattern) no longer need \(text($0))" },
      gained: { "changes of \($0.pattern) need \(text($0))" })
    for kind in Set(old.may.keys).union(new.may.keys).sorted() {
      change("who may \(kind)", old.may[kind], new.may[kind]) {
        $0.map(Self.roles) ?? "everybody"
      }
    }
    change("self-review", old.selfReview, new.selfReview) { $0.rawValue }
  }

  private mutating func compareGates(_ old: Policy, _ new: Policy) {
    for name in Set((old.gates + new.gates).map(\.name)).sorted() {
      let before = old.gates.first { $0.name == name }
      let after = new.gates.first { $0.name == name }
      switch (before, after) {
      case (let before?, nil): add(.lost, "gate \(name) is no longer required: \(before.run)")
      case (nil, let after?): add(.gained, "gate \(name) is required: \(after.run)")
      case (let before?, let after?):
        change("gate \(name) runs", before.run, after.run) { $0 }
        change("gate \(name) may take", before.timeoutSeconds, after.timeoutSeconds) { "\($0) s" }
        change("gate \(name) is for", before.paths, after.paths, Self.list)
      case (nil, nil): continue
      }
    }
  }

  private mutating func compareRules(_ old: Policy, _ new: Policy) {
    let (before, after) = (old.rules, new.rules)
    change("rule scope", before.scope, after.scope) { $0.rawValue }
    change("rule conflictMarkers", before.conflictMarkers, after.conflictMarkers) { $0.rawValue }
    change("rule secrets", before.secrets, after.secrets) { $0.rawValue }
    change("files of a change at most", before.diffFilesMax, after.diffFilesMax) { "\($0)" }
    change("lines of a change at most", before.diffLinesMax, after.diffLinesMax) { "\($0)" }
    compare(
      before.sensitive, after.sensitive, lost: { "\($0) is no longer sensitive" },
      gained: { "\($0) is sensitive" })
  }

  private mutating func compareRest(_ old: Policy, _ new: Policy) {
    compare(
      LandingForm.allCases.filter(old.landing.contains),
      LandingForm.allCases.filter(new.landing.contains),
      lost: { "landing by \($0.rawValue) is no longer accepted" },
      gained: { "landing by \($0.rawValue) is accepted" })
    compareOwners(old, new)
    compare(
      old.reviewersAlone, new.reviewersAlone,
      lost: { "\($0.words): reviewers' verdicts alone no longer suffice" },
      gained: { "\($0.words): reviewers' verdicts alone suffice, without an operator's" })
    change("workers are kept apart at least by", old.isolation, new.isolation) {
      $0?.rawValue ?? "whatever their machine has"
    }
    change("\(CageNetwork.subject), at most", old.network, new.network) {
      $0?.words ?? "as each machine's o8.cageNetwork says"
    }
    compareRuntimes(old, new)
    change("verdicts carry", old.carry, new.carry) { $0.rawValue }
    change("attempts of a worker", old.attempts, new.attempts) { "\($0)" }
    change("expires", old.expires, new.expires) { $0.text }
    compare(
      old.setup, new.setup, lost: { "a worktree is no longer set up by: \($0)" },
      gained: { "a worktree is set up by: \($0)" })
    // Their order decides, and how often each runs.
    if old.setup.filter(new.setup.contains) != new.setup.filter(old.setup.contains) {
      change("a worktree is set up, in this order, by", old.setup, new.setup) {
        $0.joined(separator: "; ")
      }
    }
    compare(
      old.caches, new.caches, lost: { "\($0) is kept with a worktree" },
      gained: { "\($0) goes with a worktree" })
  }

  private mutating func compareRuntimes(_ old: Policy, _ new: Policy) {
    change("runtimes", old.runtimes == nil, new.runtimes == nil) {
      $0 ? "every one may take every role" : "only those that policy names, in the roles it names"
    }
    // Beside a policy that names none, only what it names is told: it cannot know all others.
    for name in Set((old.runtimes ?? [:]).keys).union((new.runtimes ?? [:]).keys).sorted() {
      let (before, after) = (
        old.runtimes.map { $0[name] ?? [] }, new.runtimes.map { $0[name] ?? [] }
      )
      change("runtime \(name) may be", before, after) { roles in
        guard let roles else { return "anything" }
        return roles.isEmpty
          ? "nothing"
          : RuntimeRole.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
      }
    }
  }

  private mutating func compareOwners(_ old: Policy, _ new: Policy) {
    change("CODEOWNERS", old.codeOwners, new.codeOwners) { use in
      switch use {
      case .ignored: "not heeded"
      case .routing: "says whose inbox a change is in"
      case .required: "says who has to approve a change"
      }
    }
    // Who is mapped takes the name from the principal who has it by nature, too.
    let names = Set(old.owners.keys).union(new.owners.keys).sorted()
    func pairs(_ policy: Policy) -> [Owned] {
      names.flatMap { owner in
        policy.principals(owning: owner).sorted().map { Owned(owner: owner, name: $0) }
      }
    }
    compare(
      pairs(old), pairs(new), lost: { "in CODEOWNERS \($0.owner) is \($0.name) no longer" },
      gained: { owned in
        let others = new.principals(owning: owned.owner).filter { $0 != owned.name }.sorted()
        let beside = others.map(\.text).joined(separator: ", ")
        return "in CODEOWNERS \(owned.owner) is \(owned.name)"
          + (others.isEmpty ? "" : ", as well as \(beside): the approval of either will do")
      })
  }

  private struct Owned: Hashable {
    let owner: String
    let name: PrincipalName
  }

  private static func roles(_ roles: Set<Role>) -> String {
    Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
  }

  private static func keys(_ keys: [SigningKey]) -> String {
    keys.isEmpty ? "no key" : keys.map(\.fingerprint).joined(separator: ", ")
  }

  private static func list(_ patterns: [Pattern]) -> String {
    patterns.isEmpty ? "every change" : patterns.map(\.text).joined(separator: ", ")
  }
}
