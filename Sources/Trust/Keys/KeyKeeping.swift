/// Where the private half of a key is, and who can use it there.
public enum KeyKeeping: Hashable, Sendable {
  /// In a file, for whoever can read that.
  case open(file: String)
  /// In a file, behind a passphrase.
  case locked(file: String)
  /// Where an agent or a token has it, if anybody.
  case elsewhere

  public var file: String? {
    switch self {
    case .open(let file), .locked(let file): file
    case .elsewhere: nil
    }
  }

  init(_ lock: PrivateKeyFile.Lock, in file: String) {
    self = lock == .none ? .open(file: file) : .locked(file: file)
  }

  /// Of a file in one of the formats before OpenSSH's own, which says so in its first lines.
  init(older text: String, in file: String) {
    self = text.prefix(200).contains("ENCRYPTED") ? .locked(file: file) : .open(file: file)
  }
}
