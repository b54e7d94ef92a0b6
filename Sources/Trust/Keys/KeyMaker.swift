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
        hint: "set HOME, or name a key with: git config user.signingKey PATH")
    }
  }

  /// The key that is there, or a new one for `name`. Two that make one at once get the same.
  public func key(for name: PrincipalName) throws(SigningError) -> SigningKey {
    if let key = try existing() { return try complete(key) }
    try KeyDirectory.make(directory)
    let made: [UInt8]
    do throws(SignatureError) {
      made = PrivateKeyFile.text(
        for: try PrivateKey(comment: name.text), check: .random(in: .min ... .max))
    } catch { throw unusable("\(error)") }
    _ = try KeyDirectory.place(made, at: path, mode: KeyDirectory.secretMode)
    guard let key = try existing() else { throw unusable("it vanished while it was made") }
    return try complete(key)
  }

  /// Puts the public half beside the private one, if it is not there yet.
  private func complete(_ key: PrivateKey) throws(SigningError) -> SigningKey {
    let line = Array("\(key.publicKey.line) \(key.comment)\n".utf8)
    _ = try KeyDirectory.place(line, at: path + ".pub", mode: KeyDirectory.publicMode)
    return key.publicKey
  }

  private func existing() throws(SigningError) -> PrivateKey? {
    guard let text = try KeyDirectory.read(path, limit: PrivateKeyFile.byteLimit) else {
      return nil
    }
    do throws(SignatureError) {
      if case .usable(let key) = try PrivateKeyFile(text) { return key }
    } catch { throw unusable("\(error)") }
    throw unusable("it is no Ed25519 key without a passphrase")
  }

  private func unusable(_ detail: String) -> SigningError {
    SigningError(
      "use the key", path, detail,
      hint: "move the file away and run the command again, or set user.signingKey")
  }
}
