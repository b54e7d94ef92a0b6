public import Git
public import Model
public import Store

/// Who acts in this clone: the principal whose key it signs with.
public struct Actor: Sendable {
  /// The principal, or what the person is called where policy does not know the key.
  public let name: PrincipalName
  /// Nil where policy knows no principal with this key.
  public let principal: Principal?
  /// Nil where there is no key to sign with.
  public let signer: Signer?
  /// Why there is none.
  public let problem: SigningError?

  /// Signs what carries authority; throws `SigningError` where there is no key. The person at the
  /// terminal may be asked for a passphrase where `prompt` says so.
  public func signing(asking prompt: Signer.Prompt = .never) -> Signing {
    { text in
      guard let signer else {
        throw problem
          ?? SigningError(
            "sign as", name.text, "there is no key", hint: KeyNaming.made.hint, kind: .missing)
      }
      return [try await signer.sign(text, asking: prompt).armored]
    }
  }

  public func holds(_ role: Role) -> Bool { principal?.roles.contains(role) ?? false }

  /// The key that its signatures are made with, as a fold takes it.
  public var keys: Set<SigningKey> { signer.map { [$0.key] } ?? [] }
}

extension GovernedRepository {
  /// The key of this clone and whose it is: `o8.signingKey`, else `user.signingKey` where that is
  /// an SSH key, else the one that `init` made for the user.
  public func actor(environment: [String: String]) throws -> Actor {
    var problem: SigningError?
    var signer: Signer?
    do throws(SigningError) {
      signer = try Self.signer(
        own: try? repository.config("o8.signingKey"),
        user: try? repository.config("user.signingKey"),
        format: try? repository.config("gpg.format"), environment: environment)
    } catch { problem = error }
    if let signer, let name = policy.principal(holding: signer.key) {
      return Actor(
        name: name, principal: policy.principals[name], signer: signer, problem: nil)
    }
    return Actor(
      name: try Self.called(in: repository, environment: environment), principal: nil,
      signer: signer, problem: problem)
  }

  /// The signer that configuration and environment lead to.
  public static func signer(
    own: String?, user: String?, format: String?, environment: [String: String]
  ) throws(SigningError) -> Signer {
    let home = environment["HOME"]
    if let own { return try Signer(named: own, by: .own, format: "ssh", home: home) }
    let made = try KeyMaker(environment: environment).path
    guard let user else { return try Signer(named: made, by: .made, format: "ssh", home: home) }
    do throws(SigningError) {
      return try Signer(named: user, by: .user, format: format, home: home)
    } catch {
      guard error.kind == .notSSH else { throw error }
      return try Signer(named: made, by: .made, format: "ssh", home: home)
    }
  }

  /// What the person is called whose key policy does not know: as git calls the author, else
  /// the user of the machine.
  public static func called(
    in repository: Repository, environment: [String: String]
  ) throws -> PrincipalName {
    let called = [
      environment["GIT_AUTHOR_NAME"], try repository.config("user.name"), environment["USER"],
    ]
    return called.lazy.compactMap { $0.flatMap { PrincipalName.resembling($0) } }.first
      ?? PrincipalName("someone")!
  }
}
