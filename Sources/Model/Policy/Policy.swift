/// Who may decide what, which branches are protected and which gates are required: the content
/// of `policy.yml` and `allowed_signers`, checked and typed.
public struct Policy: Hashable, Sendable {
  /// Branch names or patterns, matched against the name after `refs/heads/`.
  public var protected: [Pattern]
  public var principals: [PrincipalName: Principal]
  public var require: Requirements
  public var gates: [Gate]
  public var rules: StaticRules
  public var landing: Set<LandingForm>
  /// How often a packet's worker may try before the packet has failed.
  public var attempts: Int
  public var carry: Carry
  public var selfReview: SelfReview
  public var expires: CalendarDay
  /// Which roles may record an event kind that needs none by itself, such as `cancelled`.
  public var may: [String: Set<Role>]
  /// Commands that prepare a fresh worktree.
  public var setup: [String]
  /// Ignored paths that may be thrown away with a worktree.
  public var caches: [Pattern]
  public var codeOwners: CodeOwnersUse
  /// Who the owners of `CODEOWNERS` are that no principal is called after, by the folded owner.
  public var owners: [String: [PrincipalName]]
  /// What may land without an operator; empty where nothing may.
  public var reviewersAlone: [AloneGrant]
  /// The least that keeps workers and what runs their code apart; nil where policy asks nothing.
  public var isolation: Isolation?
  /// The most that is reached from a cage; nil where that is each machine's to say.
  public var network: CageNetwork?
  /// Which roles the runtimes may take, by their names; nil where every one may take all. What is not
  /// named may take none. No part of admission.
  public var runtimes: [String: Set<RuntimeRole>]?

  public init(
    protected: [Pattern], principals: [PrincipalName: Principal], require: Requirements,
    gates: [Gate], rules: StaticRules, landing: Set<LandingForm>, attempts: Int, carry: Carry,
    selfReview: SelfReview, expires: CalendarDay, may: [String: Set<Role>] = [:],
    setup: [String] = [], caches: [Pattern] = [], codeOwners: CodeOwnersUse = .ignored,
    owners: [String: [PrincipalName]] = [:], reviewersAlone: [AloneGrant] = [],
    isolation: Isolation? = nil, network: CageNetwork? = nil,
    runtimes: [String: Set<RuntimeRole>]? = nil
  ) {
    self.protected = protected
    self.principals = principals
    self.require = require
    self.gates = gates
    self.rules = rules
    self.landing = landing
    self.attempts = attempts
    self.carry = carry
    self.selfReview = selfReview
    self.expires = expires
    self.may = may
    self.setup = setup
    self.caches = caches
    self.codeOwners = codeOwners
    self.owners = owners
    self.reviewersAlone = reviewersAlone
    self.isolation = isolation
    self.network = network
    self.runtimes = runtimes
  }
}

extension Policy {
  /// Whose key it is. A policy that was read gives no key to two.
  public func principal(holding key: SigningKey) -> PrincipalName? {
    principals.first { $0.value.keys.contains(key) }?.key
  }
}

public enum Role: String, CaseIterable, Hashable, Sendable {
  case owner, `operator`, reviewer, gate, worker

  /// Whether a verdict in this role can count.
  public var judges: Bool {
    switch self {
    case .owner, .operator, .reviewer: true
    case .gate, .worker: false
    }
  }
}

public struct Principal: Hashable, Sendable {
  public var roles: Set<Role>
  /// The human behind the name, in the form of a principal's name; two names of one human fill
  /// one seat.
  public var human: String
  /// The public keys of `allowed_signers`, each `TYPE BASE64`, in the order of the file.
  public var keys: [SigningKey]

  public init(roles: Set<Role>, human: String, keys: [SigningKey] = []) {
    self.roles = roles
    self.human = human
    self.keys = keys
  }
}

/// A public key as a line of `allowed_signers` spells it.
public struct SigningKey: Hashable, Sendable {
  /// Such as `ssh-ed25519`.
  public let type: String
  /// The key's wire form in base64, as in a `.pub` file.
  public let base64: String

  public init(type: String, base64: String) {
    self.type = type
    self.base64 = base64
  }
}

public struct Requirements: Hashable, Sendable {
  /// How many distinct humans must have approved, by role. A role that is absent needs none.
  public var byRole: [Role: Int]
  /// Further ones for changes that touch a path.
  public var byPath: [PathRequirement]

  public init(byRole: [Role: Int], byPath: [PathRequirement] = []) {
    self.byRole = byRole
    self.byPath = byPath
  }

  /// How many owners sign a policy, an adoption or an override. Never less than one.
  public var owners: Int { max(1, byRole[.owner] ?? 1) }
}

public struct PathRequirement: Hashable, Sendable {
  public var pattern: Pattern
  public var byRole: [Role: Int]

  public init(pattern: Pattern, byRole: [Role: Int]) {
    self.pattern = pattern
    self.byRole = byRole
  }
}

/// A command that must succeed on the exact tree that would land.
public struct Gate: Hashable, Sendable {
  public var name: String
  public var run: String
  public var timeoutSeconds: Int
  /// Runs only for a change that touches one of these; empty means always.
  public var paths: [Pattern]
  /// SHA-256 of the gate's mapping, all four keys, as canonical JSON without a final newline.
  public var definition: Digest

  public init(
    name: String, run: String, timeoutSeconds: Int, paths: [Pattern], definition: Digest
  ) {
    self.name = name
    self.run = run
    self.timeoutSeconds = timeoutSeconds
    self.paths = paths
    self.definition = definition
  }
}

public enum LandingForm: String, CaseIterable, Hashable, Sendable {
  case merge, squash, fastForward
}

public enum Carry: String, CaseIterable, Hashable, Sendable {
  case disjoint, never
}

public enum SelfReview: String, CaseIterable, Hashable, Sendable {
  case allowed, refused
}

/// What a built-in rule's finding does.
public enum RuleLevel: String, CaseIterable, Hashable, Sendable {
  case off, warning, error
}

/// The built-in rules of `policy.yml`. Only `sensitive` takes part in admission.
public struct StaticRules: Hashable, Sendable {
  public var scope: RuleLevel
  public var conflictMarkers: RuleLevel
  public var secrets: RuleLevel
  public var diffFilesMax: Int
  public var diffLinesMax: Int
  public var sensitive: [Pattern]

  public init(
    scope: RuleLevel = .error, conflictMarkers: RuleLevel = .error, secrets: RuleLevel = .error,
    diffFilesMax: Int = 200, diffLinesMax: Int = 5000, sensitive: [Pattern] = []
  ) {
    self.scope = scope
    self.conflictMarkers = conflictMarkers
    self.secrets = secrets
    self.diffFilesMax = diffFilesMax
    self.diffLinesMax = diffLinesMax
    self.sensitive = sensitive
  }
}

extension Policy {
  /// Whether it protects the branch with this short name.
  public func protects(_ branch: String) -> Bool {
    protected.contains { $0.matchesFolded(branch: branch) }
  }
}

/// A day of the calendar in UTC, `YYYY-MM-DD`; the end of a policy.
public struct CalendarDay: Hashable, Sendable {
  public let text: String

  public init?(_ text: some StringProtocol) {
    guard Instant(String(text) + "T00:00:00Z") != nil else { return nil }
    self.text = String(text)
  }

  /// The first second that no longer belongs to the day before it.
  public var start: Instant { Instant(text + "T00:00:00Z")! }
}
