import Git
public import Model
import Trust

/// A principal as an owner adds it, or a key and roles for one that is there.
public struct NewPrincipal: Hashable, Sendable {
  public var name: String
  public var roles: Set<Role>
  /// `TYPE BASE64`, as a `.pub` file starts.
  public var key: String
  /// The human behind it; nil means the principal is that human.
  public var human: String?

  public init(name: String, roles: Set<Role>, key: String, human: String? = nil) {
    self.name = name
    self.roles = roles
    self.key = key
    self.human = human
  }
}

extension Workspace {
  /// Signs a policy that has the principal besides, and returns it.
  public func add(
    _ new: NewPrincipal, asking: Asking = .nobody
  ) async throws -> PolicyView {
    try refuseInLane("change the policy")
    let governed = try governed()
    guard let name = PrincipalName(new.name) else {
      throw Problem(
        .usage, "cannot add '\(new.name)': it is no principal's name",
        hint: "a name is of small letters, digits and ._@+-")
    }
    var policy = governed.policy
    var principal =
      policy.principals[name] ?? Principal(roles: [], human: new.human ?? name.text)
    principal.roles.formUnion(new.roles)
    let key = try Self.key(new.key)
    if let holder = policy.principal(holding: key), holder != name {
      throw Problem(.refused, "cannot add the key: it is \(holder)'s")
    }
    if !principal.keys.contains(key) { principal.keys.append(key) }
    policy.principals[name] = principal
    guard policy != governed.policy else { return try policyInForce() }
    let actor = try governed.actor(environment: environment)
    guard let signer = actor.signer else {
      if let problem = actor.problem { throw problem }
      throw Problem(.environment, "there is no key to sign with")
    }
    let hand = OwnersHand(
      repository: governed.repository, author: actor.name, signer: signer,
      prompt: asking.prompt, at: now())
    _ = try await hand.amend(governed, to: policy, subject: "adds \(name)")
    return try policyInForce()
  }

  private static func key(_ line: String) throws(Problem) -> SigningKey {
    do throws(SignatureError) { return try SigningKey(publicLine: line) } catch {
      throw Problem(
        .usage, "cannot take the key: \(error)", hint: "it reads TYPE BASE64, as in a .pub file")
    }
  }
}
