/// What names the key that a clone signs with, and so what is to be changed where it cannot be used.
public enum KeyNaming: Hashable, Sendable {
  /// `o8.signingKey`, which goes before git's own.
  case own
  /// `user.signingKey`.
  case user
  /// Nothing: it is the one that `init` makes.
  case made

  /// How to have another key.
  public var hint: String {
    switch self {
    case .own: "name another key with: git config o8.signingKey PATH"
    case .user: "name another key with: git config user.signingKey PATH"
    case .made:
      "name a key with: git config o8.signingKey PATH, or have one made with: git o8 init"
    }
  }
}

extension SigningError {
  /// Where a key cannot be used, for as long as it is not known what names it.
  static let otherKey = KeyNaming.user.hint

  /// The same error, with the way out that fits what names the key.
  func naming(_ naming: KeyNaming) -> SigningError {
    guard hint == Self.otherKey else { return self }
    return SigningError(attempted, subject, detail, hint: naming.hint, kind: kind)
  }
}
