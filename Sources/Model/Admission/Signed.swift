/// What somebody said, with the keys that validly signed it. Whose keys they are, and what they
/// may decide, is for the policy in force to say.
public struct Signed<Body: Hashable & Sendable>: Hashable, Sendable {
  /// The event's or entry's commit.
  public var id: ObjectID
  /// SHA-256 of `event.json`: copies of one event share it.
  public var digest: Digest
  public var author: PrincipalName
  /// The keys of its valid signatures over `event.json`.
  public var keys: [SigningKey]
  public var body: Body

  public init(
    id: ObjectID, digest: Digest, author: PrincipalName, keys: [SigningKey], body: Body
  ) {
    self.id = id
    self.digest = digest
    self.author = author
    self.keys = keys
    self.body = body
  }

  /// Whether a key that `policy` gives the author has signed.
  public func isByAuthor(in policy: Policy) -> Bool {
    guard let author = policy.principals[author] else { return false }
    return keys.contains(where: author.keys.contains)
  }

  /// How many owners' signatures are still to come; 0 where enough have signed.
  public func missingOwners(in policy: Policy) -> Int {
    policy.missingOwners(among: keys)
  }

  /// Each event once, at its first place, with the signatures of all its copies: a copy that was
  /// stripped of a signature hides nothing.
  public static func distinct(_ events: [Signed]) -> [Signed] {
    var places: [Digest: Int] = [:]
    var result: [Signed] = []
    for event in events {
      guard let place = places[event.digest] else {
        places[event.digest] = result.count
        result.append(event)
        continue
      }
      if result[place].keys.isEmpty, !event.keys.isEmpty { result[place].id = event.id }
      result[place].keys += event.keys.filter { !result[place].keys.contains($0) }
    }
    return result
  }
}

extension Policy {
  /// How many owners' signatures are still to come when these keys have signed.
  public func missingOwners(among keys: some Sequence<SigningKey>) -> Int {
    let owners = Set(keys.compactMap(principal(holding:))).map { Approval($0, as: .owner) }
    let need = require.owners
    return Seats.missing(require: [.owner: need], approvals: owners, policy: self)[.owner] ?? 0
  }
}
