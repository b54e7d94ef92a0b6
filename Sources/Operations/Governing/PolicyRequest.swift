import Git
public import Model
import Store
import Trust

/// How the policy is to change.
public enum PolicyRequest: Sendable {
  /// To what a text says, as `policy edit` shows it; `name` is what it is called in errors.
  case document([UInt8], name: String)
  /// By what a policy changed that was signed before, such as one that `sync` set aside.
  case again(EarlierChange)
  /// By values that are set one after the other: `carry=never`.
  case settings([String])
  case add(NewPrincipal)
  case remove(Removal)
  /// To the same policy until another day; nil means a year from now.
  case renew(until: String?)

  /// What a policy changed, and those before it that are not of this clone's chain.
  public struct EarlierChange: Hashable, Sendable {
    public let commit: ObjectID
    /// What it changed something of.
    let base: Policy
    let policy: Policy
    /// Whether it is not of this clone's chain.
    let wasSetAside: Bool
  }

  /// What is taken away: a principal, or only roles or a key of one.
  public struct Removal: Hashable, Sendable {
    public var name: String
    public var roles: Set<Role>
    /// A fingerprint, or `TYPE BASE64`.
    public var key: String?
    /// Names in `CODEOWNERS` that are its no longer.
    public var owners: [String]

    public init(
      name: String, roles: Set<Role> = [], key: String? = nil, owners: [String] = []
    ) {
      self.name = name
      self.roles = roles
      self.key = key
      self.owners = owners
    }
  }
}

/// A principal as an owner adds it, or a key and roles for one that is there.
public struct NewPrincipal: Hashable, Sendable {
  public var name: String
  public var roles: Set<Role>
  /// `TYPE BASE64`, as a `.pub` file starts; nil where it gets roles alone.
  public var key: String?
  /// The human behind it; nil means the principal is that human.
  public var human: String?
  /// What it is called in `CODEOWNERS`, besides `@NAME`.
  public var owners: [String]

  public init(
    name: String, roles: Set<Role>, key: String?, human: String? = nil, owners: [String] = []
  ) {
    self.name = name
    self.roles = roles
    self.key = key
    self.human = human
    self.owners = owners
  }
}

extension Workspace {
  /// Asks for what the policy at a commit or reference changed.
  ///
  /// Throws where that is no policy that follows, signature by signature, from this repository's.
  public func policyRequest(asAt revision: String) async throws -> PolicyRequest {
    let commit = try await location.commit(revision)
    let governed = try governed()
    let chain = (try? PolicyChain(at: commit, in: governed.repository)) ?? nil
    guard let chain, let step = chain.steps.last, step.id == commit else {
      throw Problem(
        .noSuchThing, "\(SafeText.escaped(revision)) is no policy that owners have signed",
        hint: "git log \(Layout.policy) lists those that hold")
    }
    guard chain.repo == governed.policies.repo else {
      throw Problem(
        .refused, "\(SafeText.escaped(revision)) is a policy of another repository",
        hint: "it begins with \(chain.repo.short), and this one's with "
          + governed.policies.repo.short)
    }
    let own = Set(governed.policies.steps.map(\.id))
    guard let base = chain.steps.dropLast().last(where: { own.contains($0.id) }) else {
      throw Problem(
        .refused, "\(commit.short) is the first policy: it changed none before it",
        hint: "git o8 policy edit changes the one in force")
    }
    return .again(
      PolicyRequest.EarlierChange(
        commit: commit, base: base.policy, policy: step.policy,
        wasSetAside: !own.contains(commit)))
  }
}

extension PolicyRequest {
  /// The texts that `old` becomes, and what to call the change.
  func text(
    from old: PolicyText, _ policy: Policy, at now: Instant
  ) throws -> (text: PolicyText, subject: String) {
    switch self {
    case .document(let bytes, let name):
      let document = PolicyDocument(text: bytes)
      let text = document.policy(orSigners: old.signers)
      do throws(PolicyTextError) { _ = try text.parsed() } catch {
        let error = document.place(error)
        let file = error.file == .signers ? error.file.rawValue : SafeText.escaped(name)
        throw Problem(.refused, "\(file):\(error.line):\(error.column): \(error.message)")
      }
      return (text, "edited")
    case .again(let change): return try Self.lay(change, over: old, policy)
    case .settings(let texts): return (try Self.set(texts, in: old), "sets " + Self.names(texts))
    case .add(let new): return try Self.add(new, to: policy)
    case .remove(let removal): return try Self.remove(removal, from: policy)
    case .renew(let day):
      var policy = policy
      policy.expires = try Self.day(day, at: now)
      return (PolicyText(policy), "renewed until \(policy.expires.text)")
    }
  }

  private static func lay(
    _ change: EarlierChange, over old: PolicyText, _ policy: Policy
  ) throws -> (PolicyText, String) {
    let commit = change.commit
    let subject =
      change.wasSetAside
      ? "changes what \(commit.short) changed, which was set aside"
      : "changes again what \(commit.short) changed"
    let merge = PolicyMerge(change: change.policy, since: change.base, over: policy)
    guard merge.policy != policy else { return (old, subject) }
    let text = PolicyText(merge.policy)
    do throws(PolicyTextError) { _ = try text.parsed() } catch {
      throw Problem(
        .refused,
        "what \(commit.short) changed does not go with the policy in force: \(error.message)",
        hint: "git o8 policy edit, and say there what is to hold; what it said: git show "
          + "\(commit.short):\(PolicyAttachment.policy)")
    }
    return (text, subject)
  }

  private static func set(_ texts: [String], in old: PolicyText) throws -> PolicyText {
    let settings = try texts.map { text throws(Problem) in
      guard let setting = PolicySetting(text) else {
        throw Problem(
          .usage, "cannot set '\(SafeText.escaped(text))': it is not KEY=VALUE",
          hint: "such as carry=never, rules.secrets=off or 'require.\"src/**\"={reviewer: 1}'")
      }
      return setting
    }
    do throws(PolicyTextError) { return try old.setting(settings) } catch {
      throw Problem(
        .refused, error.message, hint: "git o8 policy edit shows the whole policy")
    }
  }

  private static func names(_ texts: [String]) -> String {
    texts.map { String($0.prefix { $0 != "=" }) }.joined(separator: ", ")
  }

  private static func name(_ text: String) throws(Problem) -> PrincipalName {
    guard let name = PrincipalName(text) else {
      throw Problem(
        .usage, "'\(SafeText.escaped(text))' is no principal's name",
        hint: "a name is of small letters, digits and ._@+-")
    }
    return name
  }

  private static func add(
    _ new: NewPrincipal, to policy: Policy
  ) throws -> (PolicyText, String) {
    let name = try name(new.name)
    var policy = policy
    let known = policy.principals[name]
    var principal = known ?? Principal(roles: [], human: name.text)
    if let human = new.human { principal.human = try self.name(human).text }
    principal.roles.formUnion(new.roles)
    if let line = new.key {
      let key = try key(line)
      if let holder = policy.principal(holding: key), holder != name {
        throw Problem(.refused, "cannot add the key: it is \(holder)'s")
      }
      if !principal.keys.contains(key) { principal.keys.append(key) }
    } else if known == nil {
      throw Problem(
        .usage, "\(name) is not there yet, and without a key it could sign nothing",
        hint: "`git o8 init` in its clone prints the line with its key")
    }
    guard !principal.roles.isEmpty else {
      throw Problem(
        .usage, "\(name) would hold no role", hint: "give it one: --role operator")
    }
    policy.principals[name] = principal
    for owner in try owners(new.owners) where !policy.principals(owning: owner).contains(name) {
      if policy.owners[owner] == nil, let other = policy.principals(owning: owner).first {
        throw Problem(
          .refused,
          "cannot call \(name) \(owner): in CODEOWNERS that is \(other), who would lose it",
          hint: "to have the approval of either do: git o8 policy edit --set "
            + "'owners.\"\(owner)\"=[\(other), \(name)]'")
      }
      policy.owners[owner, default: []].append(name)
    }
    return (PolicyText(policy), "adds \(name)")
  }

  private static func remove(
    _ removal: Removal, from policy: Policy
  ) throws -> (PolicyText, String) {
    let name = try name(removal.name)
    var policy = policy
    guard var principal = policy.principals[name] else {
      throw Problem(
        .noSuchThing, "there is no principal \(name)",
        hint: "git o8 policy show names them")
    }
    guard !removal.roles.isEmpty || removal.key != nil || !removal.owners.isEmpty else {
      policy.principals[name] = nil
      try refuseWithoutOwner(policy, removing: name)
      for owner in policy.owners.keys { policy.disown(owner, name) }
      return (PolicyText(policy), "removes \(name)")
    }
    for owner in try owners(removal.owners) {
      guard policy.owners[owner]?.contains(name) ?? false else {
        throw Problem(
          .noSuchThing, "policy does not say that \(owner) is \(name)",
          hint: "git o8 policy show has who is who under owners")
      }
      policy.disown(owner, name)
    }
    principal.roles.subtract(removal.roles)
    if let text = removal.key {
      let count = principal.keys.count
      principal.keys.removeAll {
        $0.fingerprint == text || $0.line == text || text.hasPrefix($0.line + " ")
      }
      guard principal.keys.count < count else {
        throw Problem(
          .noSuchThing, "\(name) has no such key",
          hint: "it has: \(principal.keys.map(\.fingerprint).joined(separator: ", "))")
      }
    }
    guard !principal.roles.isEmpty else {
      throw Problem(
        .refused, "\(name) would hold no role",
        hint: "git o8 policy remove \(name) takes it out altogether")
    }
    policy.principals[name] = principal
    try refuseWithoutOwner(policy, removing: name)
    return (PolicyText(policy), "takes from \(name)")
  }

  private static func refuseWithoutOwner(
    _ policy: Policy, removing name: PrincipalName
  ) throws(Problem) {
    guard !policy.principals.values.contains(where: { $0.roles.contains(.owner) }) else { return }
    throw Problem(
      .refused, "nobody could ever change that policy: \(name) is its last owner",
      hint: "make somebody else an owner first: git o8 policy add NAME --role owner --key KEY")
  }

  private static func owners(_ texts: [String]) throws(Problem) -> [String] {
    if let strange = texts.first(where: { !CodeOwners.isOwner($0) }) {
      throw Problem(
        .usage, "'\(SafeText.escaped(strange))' is nobody's name in CODEOWNERS",
        hint: "it reads @name, @team/name or name@example.com")
    }
    return texts.map { Policy.ownerKey($0) }
  }

  private static func key(_ line: String) throws(Problem) -> SigningKey {
    do throws(SignatureError) { return try SigningKey(publicLine: line) } catch {
      throw Problem(
        .usage, "cannot take the key: \(error)", hint: "it reads TYPE BASE64, as in a .pub file")
    }
  }

  private static func day(_ text: String?, at now: Instant) throws(Problem) -> CalendarDay {
    let year = Instant(seconds: now.seconds + FirstPolicy.days * 86_400) ?? .latest
    guard let day = CalendarDay(text ?? String(year.text.prefix(10))) else {
      throw Problem(.usage, "'\(SafeText.escaped(text ?? ""))' is no day such as 2027-11-21")
    }
    try refusePast(day, at: now)
    return day
  }

  /// Nobody means a policy that ends before it is signed.
  static func refusePast(_ day: CalendarDay, at now: Instant) throws(Problem) {
    guard day.start > now else {
      let isToday = now.text.hasPrefix(day.text)
      throw Problem(
        .usage,
        "\(day.text) is \(isToday ? "today, and a policy ends as its day begins (00:00 UTC)" : "past")"
          + ": every branch would stand still at once",
        hint: "give a day that is still to come: expires=YYYY-MM-DD, or git o8 policy renew")
    }
  }
}

extension Policy {
  /// Nobody is called an owner without anybody behind the name.
  fileprivate mutating func disown(_ owner: String, _ name: PrincipalName) {
    let rest = owners[owner]?.filter { $0 != name } ?? []
    owners[owner] = rest.isEmpty ? nil : rest
  }
}
