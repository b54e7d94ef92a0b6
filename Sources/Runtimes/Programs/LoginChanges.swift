/// What a key of a login is for, where a renewal changes its value.
enum LoginKey {
  enum Role {
    case access, refresh, identity
    /// When the token for access ends.
    case end
    /// When the token for renewals ends.
    case refreshEnd
    /// When the plan was asked for.
    case verified
    /// When it was renewed.
    case stamp
  }

  /// As claude, codex, gemini and opencode spell them.
  static let roles: [ArraySlice<UInt8>: Role] = named([
    ("access", .access), ("accessToken", .access), ("access_token", .access),
    ("refresh", .refresh), ("refreshToken", .refresh), ("refresh_token", .refresh),
    ("id_token", .identity),
    ("expires", .end), ("expiresAt", .end), ("expiry_date", .end),
    ("refreshTokenExpiresAt", .refreshEnd), ("subscriptionTypeVerifiedAt", .verified),
    ("last_refresh", .stamp),
  ])

  static let scopes = named(["scope", "scopes"])

  /// What a newer claude says besides when it renews an older one's login.
  static let added = named([
    "clientId", "rateLimitTier", "subscriptionTypeSource", "subscriptionTypeVerifiedAt",
  ])

  private static func named(_ roles: [(String, Role)]) -> [ArraySlice<UInt8>: Role] {
    Dictionary(uniqueKeysWithValues: roles.map { (Array($0.0.utf8)[...], $0.1) })
  }

  private static func named(_ names: [String]) -> Set<ArraySlice<UInt8>> {
    Set(names.map { Array($0.utf8)[...] })
  }
}

/// What a worker changed of one object of a login, each value by what its key is for.
struct LoginChanges {
  let now: Int64
  /// Whether anything changed but the time at which all was renewed.
  private(set) var areAny = false
  private(set) var renewAccess = false
  private(set) var isStamped = false

  /// Clocks are read one after the other, and to the second.
  private static let slackSeconds: Int64 = 60
  /// Web tokens have some thousand letters.
  private static let tokenBytesMost = 16 << 10

  init(now: Int64) { self.now = now }

  /// Returns whether a program could have made `new` of `old`.
  mutating func take(_ role: LoginKey.Role, _ new: JSONRecord, for old: JSONRecord) -> Bool {
    guard role != .stamp else {
      isStamped = true
      return isStamp(new, after: old)
    }
    areAny = true
    switch role {
    case .access:
      renewAccess = true
      return isToken(new, like: old)
    case .refresh, .identity: return isToken(new, like: old)
    default: return isTime(role, new, for: old)
    }
  }

  /// Returns whether a program could have said this besides.
  mutating func take(added key: ArraySlice<UInt8>, _ value: JSONRecord) -> Bool {
    areAny = true
    guard LoginKey.added.contains(key) else { return false }
    guard LoginKey.roles[key] == .verified else {
      return value.kind == .null || Self.isWord(value)
    }
    return LoginTime(value).map { $0.isInMilliseconds && isPast($0.seconds) } ?? false
  }

  private func isTime(_ role: LoginKey.Role, _ new: JSONRecord, for old: JSONRecord) -> Bool {
    guard let time = LoginTime(new), let before = LoginTime(old),
      time.isInMilliseconds == before.isInMilliseconds
    else { return false }
    switch role {
    // A renewal makes it no longer.
    case .refreshEnd: return time.seconds <= before.seconds && time.seconds > now
    case .verified: return time.seconds >= before.seconds && isPast(time.seconds)
    default: return true
    }
  }

  private func isPast(_ seconds: Int64) -> Bool { seconds <= now + Self.slackSeconds }

  /// A web token stays one that names the same account; any other stays one that names none.
  private func isToken(_ new: JSONRecord, like old: JSONRecord) -> Bool {
    guard Self.isWord(new), Self.isWord(old) else { return false }
    let (before, after) = (WebToken(old.exact), WebToken(new.exact))
    return after?.owner == before?.owner && (after?.ends == nil) == (before?.ends == nil)
  }

  /// Whether it is letters and signs that any program reads as they stand there.
  private static func isWord(_ value: JSONRecord) -> Bool {
    value.kind == .string && (1...tokenBytesMost).contains(value.exact.count)
      && value.exact.allSatisfy { (0x21...0x7e).contains($0) }
  }

  /// In UTC and complete, as the one before it.
  private func isStamp(_ new: JSONRecord, after old: JSONRecord) -> Bool {
    guard Self.isWord(new), new.exact.last == UInt8(ascii: "Z"),
      // A point is followed by one to nine digits.
      new.exact.count == 20 || (22...30).contains(new.exact.count), Self.isWord(old),
      let time = Timestamp.milliseconds(String(decoding: new.exact, as: UTF8.self)),
      let before = Timestamp.milliseconds(String(decoding: old.exact, as: UTF8.self))
    else { return false }
    return time >= before && isPast(time / 1000)
  }
}
