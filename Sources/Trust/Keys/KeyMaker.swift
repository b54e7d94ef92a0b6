public import Model

/// Makes the Ed25519 key of a user who has none, in the user's own configuration directory.
public struct KeyMaker: Sendable {
  /// Where the private key is or will be; the public one stands beside it with `.pub`.
  public let path: String

  private let directory: String

  public init(directory: String) {
    self.directory = directory
    path = directory + "/id_ed25519"
  }

  /// The directory that the environment names: `$XDG_CONFIG_HOME/o8`, or `~/.config/o8`.
  public init(environment: [String: String]) throws(SigningError) {
    // The specification of XDG has relative paths ignored.
    if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
      self.init(directory: base + "/o8")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      self.init(directory: home + "/.config/o8")
    } else {
      throw SigningError(
        "find the place for", "your key", "HOME is not set",
        hint: "set HOME, or name a key with: git config o8.signingKey PATH")
    }
  }

  /// The key that is there, or a new one for `name`. Two that make one at once get the same.
  public func key(for name: PrincipalName) throws(SigningError) -> SigningKey {
    switch try existing() {
    case .usable(let key): return try complete(key)
    // Its user has given it a passphrase since.
    case .foreign(let key, _) where key.type == KeyType.ed25519.rawValue: return key
    case .foreign: throw unusable("it is no Ed25519 key")
    case nil: break
    }
    try KeyDirectory.make(directory)
    let made: [UInt8]
    do throws(SignatureError) {
      made = PrivateKeyFile.text(
        for: try PrivateKey(comment: name.text), check: .random(in: .min ... .max))
    } catch { throw unusable("\(error)") }
    _ = try KeyDirectory.place(made, at: path, mode: KeyDirectory.secretMode)
    guard case .usable(let key) = try existing() else {
      throw unusable("it vanished while it was made")
    }
    return try complete(key)
  }

  /// Whether a key of its making is there that whoever can read the file can use.
  public var isUnlocked: Bool {
    if case .usable = try? existing() { true } else { false }
  }

  /// Puts the public half beside the private one, if it is not there yet.
  private func complete(_ key: PrivateKey) throws(SigningError) -> SigningKey {
    let line = Array("\(key.publicKey.line) \(key.comment)\n".utf8)
    _ = try KeyDirectory.place(line, at: path + ".pub", mode: KeyDirectory.publicMode)
    return key.publicKey
  }

  private func existing() throws(SigningError) -> PrivateKeyFile? {
    guard let text = try KeyDirectory.read(path, limit: PrivateKeyFile.byteLimit) else {
      return nil
    }
    do throws(SignatureError) { return try PrivateKeyFile(text) } catch {
      throw unusable("\(error)")
    }
  }

  private func unusable(_ detail: String) -> SigningError {
    SigningError(
      "use the key", path, detail,
      hint: "move the file away and run the command again, or name another with: "
        + "git config o8.signingKey PATH")
  }
}
