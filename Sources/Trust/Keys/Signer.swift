public import Model

/// Signs what its user decides, with the key that git's configuration names.
public struct Signer: Sendable {
  public let key: SigningKey
  /// Where its private half is.
  public let keeping: KeyKeeping
  /// What `ssh-keygen` finds in its environment besides this process's own, such as the agent.
  var environment: [String: String?] = [:]

  private let hand: Hand
  /// What names the key.
  private let naming: KeyNaming

  private enum Hand: Sendable {
    /// An Ed25519 key without a passphrase: no process is needed.
    case own(PrivateKey)
    /// What else `ssh-keygen` can use, by the private or public key's file.
    case keygen(file: String)
    /// A key that only an agent holds.
    case agent
  }

  /// Who may be asked for a passphrase.
  public enum Prompt: Hashable, Sendable {
    /// Nobody: what is locked fails at once and says so.
    case never
    /// The person at the terminal of this process, who can also break off.
    case terminal
  }

  public init(_ key: PrivateKey) {
    self.key = key.publicKey
    keeping = .elsewhere
    hand = .own(key)
    naming = .user
  }

  /// The signer that git's configuration names.
  ///
  /// `name` is the path of a private or public key, or a public key as such, with or without
  /// `key::`. `format` is that of `gpg.format`; with another than `ssh` a name that is no SSH key
  /// throws `notSSH`. `home` is what `~/` stands for.
  public init(
    named name: String, by naming: KeyNaming = .user, format: String?, home: String?
  ) throws(SigningError) {
    self.naming = naming
    do throws(SigningError) {
      (key, hand, keeping) = try Self.found(name, format: format, home: home)
    } catch { throw error.naming(naming) }
  }

  private static func found(
    _ name: String, format: String?, home: String?
  ) throws(SigningError) -> (SigningKey, Hand, KeyKeeping) {
    if let line = literal(name) { return (try accept(line, from: name), .agent, .elsewhere) }
    let path = expanded(name, home: home)
    guard let content = try KeyDirectory.read(path, limit: PrivateKeyFile.byteLimit) else {
      throw absent(path, format: format)
    }
    return try hand(path, content)
  }

  /// The signature of `message`, checked as everybody else will check it.
  public func sign(
    _ message: [UInt8], asking prompt: Prompt = .never
  ) async throws(SigningError) -> SSHSignature {
    let signature =
      switch hand {
      case .own(let own): try checked { () throws(SignatureError) in try own.sign(message) }
      case .keygen(let file):
        try read(try await keygenSignature(message, file: file, prompt: prompt))
      case .agent: try read(try await agentSignature(message, prompt: prompt))
      }
    guard signature.publicKey == key, signature.verifies(message) else {
      throw SigningError(
        "sign with", key.fingerprint, "the signature that was made does not verify",
        hint: naming.hint)
    }
    return signature
  }

  private func read(_ armored: [UInt8]) throws(SigningError) -> SSHSignature {
    try checked { () throws(SignatureError) in try SSHSignature(armored: armored) }
  }

  private func checked(
    _ make: () throws(SignatureError) -> SSHSignature
  ) throws(SigningError) -> SSHSignature {
    do throws(SignatureError) { return try make() } catch {
      throw SigningError(
        "sign with", key.fingerprint, "\(error)", hint: otherKey, kind: .unsupported)
    }
  }

  /// How to have another key.
  var otherKey: String { naming.hint }
}

extension Signer {
  /// The public key that `name` spells out, as git recognises one.
  private static func literal(_ name: String) -> Substring? {
    if name.hasPrefix("key::") { return name.dropFirst("key::".count) }
    let starts = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"]
    return name.contains(" ") && starts.contains(where: name.hasPrefix) ? name[...] : nil
  }

  private static func expanded(_ path: String, home: String?) -> String {
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }

  private static func accept(
    _ line: some StringProtocol, from place: String
  ) throws(SigningError) -> SigningKey {
    do throws(SignatureError) { return try SigningKey(publicLine: line) } catch {
      throw refused(place, error)
    }
  }

  private static func refused(_ place: String, _ error: SignatureError) -> SigningError {
    SigningError("use the key", place, "\(error)", hint: SigningError.otherKey, kind: .unsupported)
  }

  private static func absent(_ path: String, format: String?) -> SigningError {
    guard format == "ssh" || path.contains("/") else {
      return SigningError(
        "sign with", path, "user.signingKey names an OpenPGP key, and o8 signs with SSH keys",
        hint: "name one with: git o8 init --key FILE", kind: .notSSH)
    }
    return SigningError(
      "read the key", path, "no such file", hint: SigningError.otherKey, kind: .missing)
  }

  private static func hand(
    _ path: String, _ content: [UInt8]
  ) throws(SigningError) -> (SigningKey, Hand, KeyKeeping) {
    if PrivateKeyFile.isStart(of: content) {
      switch try privateKey(content, from: path) {
      case .usable(let key): return (key.publicKey, .own(key), .open(file: path))
      case .foreign(let key, let lock):
        return (key, .keygen(file: path), KeyKeeping(lock, in: path))
      }
    }
    let text = String(decoding: content, as: UTF8.self)
    if text.hasPrefix("-----BEGIN ") {
      // The older formats hide the public key too; `ssh-keygen` wrote it beside the private one.
      guard let line = try KeyDirectory.read(path + ".pub", limit: PrivateKeyFile.byteLimit) else {
        throw SigningError(
          "read the public key", path + ".pub", "no such file",
          hint: "make it with: ssh-keygen -y -f \(path) > \(path).pub", kind: .missing)
      }
      let key = try accept(String(decoding: line, as: UTF8.self), from: path + ".pub")
      return (key, .keygen(file: path), KeyKeeping(older: text, in: path))
    }
    let key = try accept(text, from: path)
    guard path.hasSuffix(".pub") else { return (key, .keygen(file: path), .elsewhere) }
    let privatePath = String(path.dropLast(".pub".count))
    guard let content = try KeyDirectory.read(privatePath, limit: PrivateKeyFile.byteLimit) else {
      return (key, .keygen(file: path), .elsewhere)
    }
    guard PrivateKeyFile.isStart(of: content) else {
      let older = KeyKeeping(older: String(decoding: content, as: UTF8.self), in: privatePath)
      return (key, .keygen(file: path), older)
    }
    switch try privateKey(content, from: privatePath) {
    case .usable(let own) where own.publicKey == key:
      return (key, .own(own), .open(file: privatePath))
    case .foreign(key, let lock):
      return (key, .keygen(file: path), KeyKeeping(lock, in: privatePath))
    case .usable, .foreign: return (key, .keygen(file: path), .elsewhere)
    }
  }

  private static func privateKey(
    _ content: [UInt8], from path: String
  ) throws(SigningError) -> PrivateKeyFile {
    do throws(SignatureError) { return try PrivateKeyFile(content) } catch {
      throw refused(path, error)
    }
  }
}
