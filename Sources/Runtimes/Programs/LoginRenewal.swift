/// Tells a login that was renewed from another one in its place.
///
/// A worker that could give the user another login would have all that the user says to the program
/// from then on said in somebody else's name and account; one that could make it unreadable would
/// log its user out.
public struct LoginRenewal: Hashable, Sendable {
  /// How long before it ends a login is renewed at the earliest.
  public var earlySeconds: Int

  public init(earlySeconds: Int) { self.earlySeconds = earlySeconds }

  /// A login is a page of text; what is longer is none.
  public static let bytesMost = 256 << 10

  /// No provider gives a token for longer.
  static let lifeSecondsMost: Int64 = 31 * 86400

  /// Whether `bytes` are what `known` becomes when its program renews it.
  ///
  /// - `now`: seconds since 1970.
  public func isRenewal(_ bytes: [UInt8], of known: [UInt8], at now: Int64) -> Bool {
    guard bytes.count <= Self.bytesMost, known.count <= Self.bytesMost,
      let before = JSONRecord(known[...]), let after = JSONRecord(bytes[...])
    else { return false }
    var comparison = LoginComparison(earlySeconds: Int64(earlySeconds), now: now)
    return comparison.allows(after, for: before) && comparison.isWhole
  }
}

/// A login beside what a worker made of it. Texts are compared by their bytes: programs take what
/// merely reads the same for something else.
struct LoginComparison {
  let earlySeconds: Int64
  let now: Int64
  private var isRenewed = false
  private var isStamped = false

  init(earlySeconds: Int64, now: Int64) {
    self.earlySeconds = earlySeconds
    self.now = now
  }

  /// When a login was renewed is not said of one that was not.
  var isWhole: Bool { isRenewed || !isStamped }

  /// Goes no deeper than a record is cut.
  mutating func allows(_ after: JSONRecord, for before: JSONRecord) -> Bool {
    guard after.kind == before.kind else { return false }
    switch before.kind {
    case .object:
      guard let old = LoginPart(before), let new = LoginPart(after) else { return false }
      return allows(new, for: old)
    case .array:
      let (old, new) = (before.held, after.held)
      guard old.count == new.count else { return false }
      for (old, new) in zip(old, new) where !allows(new, for: old) { return false }
      return true
    default: return after.exact == before.exact
    }
  }

  private mutating func allows(_ after: LoginPart, for before: LoginPart) -> Bool {
    var changes = LoginChanges(now: now)
    for (key, old) in before.members {
      guard let new = after.members[key] else { return false }
      if LoginKey.scopes.contains(key), LoginPart.isSame(scopes: new, old) { continue }
      guard let role = LoginKey.roles[key], !old.isObject, !new.isSame(as: old) else {
        guard allows(new, for: old) else { return false }
        continue
      }
      guard changes.take(role, new, for: old) else { return false }
    }
    for (key, new) in after.members where before.members[key] == nil {
      guard before.isClaudes, changes.take(added: key, new) else { return false }
    }
    if changes.isStamped { isStamped = true }
    guard changes.areAny else { return true }
    isRenewed = true
    return changes.renewAccess && isDue(after, for: before)
  }

  /// Whether the old tokens end now, and the new ones at their time.
  private func isDue(_ after: LoginPart, for before: LoginPart) -> Bool {
    guard let old = before.ends, let new = after.ends, let end = old.values.min(),
      now >= end - earlySeconds
    else { return false }
    return old.allSatisfy { key, end in
      new[key].map { $0 > end && $0 <= now + LoginRenewal.lifeSecondsMost } ?? false
    }
  }
}

extension JSONRecord {
  /// Whether both are one and the same text, number or word.
  fileprivate func isSame(as other: JSONRecord) -> Bool {
    kind == other.kind && exact == other.exact
  }
}
