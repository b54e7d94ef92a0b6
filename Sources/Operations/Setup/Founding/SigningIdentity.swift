import Git
import Model
import Trust

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the key that a clone signs with comes from.
public enum KeyOrigin: Hashable, Sendable {
  /// This key of git's configuration names it.
  case configured(String)
  /// o8 made it for this user, now or before, in this file.
  case made(path: String, now: Bool)
}

/// The key that a clone signs with, and what its holder is called.
struct SigningIdentity {
  let called: PrincipalName
  let signer: Signer
  let origin: KeyOrigin

  /// Finds the key as every later command will find it, and makes one for who has none.
  ///
  /// - Parameter named: what `o8.signingKey` is about to say, if that was asked for.
  init(
    in repository: Repository, named: String?, environment: [String: String]
  ) throws {
    called = try GovernedRepository.called(in: repository, environment: environment)
    let own = try named ?? repository.config("o8.signingKey")
    let user = try repository.config("user.signingKey")
    let format = try repository.config("gpg.format")
    func found() throws(SigningError) -> Signer {
      try GovernedRepository.signer(
        own: own, user: user, format: format, environment: environment)
    }
    if own != nil {
      signer = try found()
      origin = .configured("o8.signingKey")
      return
    }
    if let user, try Self.isSSH(user, format: format, environment: environment) {
      signer = try found()
      origin = .configured("user.signingKey")
      return
    }
    let maker = try KeyMaker(environment: environment)
    let isNew = access(maker.path, F_OK) != 0
    _ = try maker.key(for: called)
    signer = try found()
    origin = .made(path: maker.path, now: isNew)
  }

  /// Whether `name` is an SSH key's, readable or not.
  private static func isSSH(
    _ name: String, format: String?, environment: [String: String]
  ) throws(SigningError) -> Bool {
    do throws(SigningError) {
      _ = try Signer(named: name, format: format, home: environment["HOME"])
      return true
    } catch {
      guard error.kind == .notSSH else { throw error }
      return false
    }
  }
}
